import { describe, expect, it } from '@jest/globals';
import { useServer } from '../support/use-server.js';

const server = useServer();

const DEEP_ARGS = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
const DEEP_LIST = '['.repeat(200_000) + ']'.repeat(200_000);

async function post(path: string, body: string): Promise<{ status: number; pointers: string[] }> {
  const response = await fetch(server.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { errors = [] } = (await response.json()) as { errors?: { pointer: string }[] };
  return { status: response.status, pointers: errors.map(({ pointer }) => pointer) };
}

describe('a body for agents', () => {
  it.each([
    ['/agents/register', '{"id":"a","labels":{"a\\u0000":"b"}}', '/labels'],
    ['/agents/register', '{"id":"\\ud800"}', '/id'],
    ['/agents/register', '{"id":".."}', '/id'],
    ['/agents/register', `{"id":"a","labels":${DEEP_LIST}}`, ''],
    ['/agents/register', `{"id":"a","extra":${DEEP_LIST}}`, ''],
    ['/commands', '{"targets":{"labels":{"a\\u0000":"b"}},"command":"echo"}', '/targets/labels'],
    ['/commands', `{"targets":{"all":true},"command":"echo","args":${DEEP_ARGS}}`, ''],
    ['/commands', '{"targets":{"all":true},"command":"echo","args":{"\\u0000":1}}', '/args'],
    ['/commands/send_to_all', `{"args":${DEEP_ARGS}}`, ''],
    ['/commands/send_multiple', '["\\udfff"]', '/0'],
    ['/responses/a/b', `{"result":${DEEP_LIST}}`, ''],
  ])('of %s is refused by name: %j', async (path, body, pointer) => {
    expect(await post(path, body)).toEqual({ status: 422, pointers: [pointer] });
  });
});

describe('a large body for agents', () => {
  it.each([
    ['/agents/register', `{"id":"a","extra":[${'{},'.repeat(5_000_000)}{}]}`, 413],
    ['/commands', `{"targets":{"ids":["a"]},"command":"x","args":{"a":[${'[],'.repeat(5_000_000)}[]]}}`, 413],
    ['/responses/a/b', `{"result":${'['.repeat(15_000_000)}`, 422],
    ['/commands/send_multiple', JSON.stringify(Array.from({ length: 100_001 }, (_, i) => `agent ${i}`)), 422],
  ])('of %s is rejected within its budget, %#', async (path, body, status) => {
    expect((await post(path, body)).status).toBe(status);
  });

  it('says the same as a small one', async () => {
    const padding = ' '.repeat(70_000);
    expect(await post('/agents/register', `{"id":"..",${padding}"name":"\\u0000"}`)).toEqual({ status: 422, pointers: ['/name'] });
    expect(await post('/agents/register', `{"id":"large",${padding}"name":"x"}`)).toMatchObject({ status: 200 });
  });
});
