import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Tool } from '../fleet/tool.js';
import { ask, exchange } from '../support/http.js';
import { problemOf } from '../support/problem.js';
import { useServer } from '../support/use-server.js';

const API = 'an-api-token-of-a-test';
const ENROLMENT = 'an-enrolment-token-of-a-test';

const server = useServer({ SKEIN_API_TOKEN: API, SKEIN_ENROLMENT_TOKEN: ENROLMENT, SKEIN_TRUSTED_PROXIES: 'loopback' });

const ROUTES = ['/agents/register', '/responses/an-agent/a-command', '/simulate', '/commands/send/an-agent', '/nowhere'];
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const post = (path: string, body: Uint8Array | string, headers: Record<string, string> = {}) =>
  ask(server.url + path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
const enrolled = async (id: string): Promise<string> => (await new Tool(server, ENROLMENT).register(id)).body.secret!;

describe.each(ROUTES)('without a credential, POST %s', (path) => {
  it.each([
    ['that is no JSON', '{', {}],
    ['of another type', 'x', { 'content-type': 'text/plain' }],
    ['in an encoding that nobody knows', 'x', { 'content-encoding': 'rot13' }],
    ['that becomes much larger', gzipSync(`[${'{},'.repeat(5_500_000)}{}]`), { 'content-encoding': 'gzip' }],
  ])('is refused with 401 whatever its body is: one %s', async (_, body, headers: Record<string, string>) => {
    for (const credential of [{}, bearer('a-wrong-token-of-a-test')]) {
      const answer = await post(path, body, { ...headers, ...credential, 'x-forwarded-for': '192.0.2.7' });
      expect(problemOf(answer)).toMatchObject({ status: 401, code: 'unauthorized' });
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
    }
  });

  it.each(['content-length: 10', 'content-length: 1000000000', 'transfer-encoding: chunked'])(
    'is refused before any of its body has come, and its connection closed: %s',
    async (framing) => {
      const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-forwarded-for: 192.0.2.8\r\n${framing}\r\n\r\n`;
      // The client keeps its side open; the exchange ends when the server closes.
      const text = await exchange(server.url, [head]);
      expect(text).toMatch(/^HTTP\/1\.1 401 /);
      expect(text).toContain('"code":"unauthorized"');
    },
  );

  it('is not told to go on with its body', async () => {
    const head = `POST ${path} HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\nx-forwarded-for: 192.0.2.9\r\ncontent-length: 100000\r\n\r\n`;
    expect(await exchange(server.url, [head])).toMatch(/^HTTP\/1\.1 401 /);
  });
});

describe('with its credential', () => {
  it('a request is told what is wrong with its body', async () => {
    const secret = await enrolled('told');
    for (const token of [ENROLMENT, secret]) expect(problemOf(await post('/agents/register', '{"id":1}', bearer(token))).status).toBe(422);
    expect(problemOf(await post('/responses/told/x', '{"result":1}', bearer(secret))).status).toBe(422);
    expect(problemOf(await post('/simulate', '{}', bearer(API))).status).toBe(422);
  });

  it('a request that asks first is told to go on', async () => {
    const head = `POST /topologies/validate HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\nauthorization: Bearer ${API}\r\nconnection: close\r\n`;
    const text = await exchange(server.url, [`${head}content-type: application/json\r\ncontent-length: 2\r\n\r\n{}`]);
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  });

  it('of another route is none here, however the path is written', async () => {
    const secret = await enrolled('itself');
    for (const path of ['/agents/register', '/AGENTS/Register/']) expect((await post(path, '{', bearer(API))).status).toBe(401);
    for (const path of ['/responses/other/x', '/responses/itself/x/', '/RESPONSES/itself/x'])
      expect([path, (await post(path, '{}', bearer(API))).status]).toEqual([path, 401]);
    expect((await post('/responses/other/x', '{}', bearer(secret))).status).toBe(401);
    expect((await post('/simulate', '{}', bearer(secret))).status).toBe(401);
  });
});

describe('guesses of secrets', () => {
  it('are limited for the address that makes them, and for no other', async () => {
    const secret = await enrolled('guessed');
    const from = (address: string, token: string) => post('/responses/guessed/x', '{}', { 'x-forwarded-for': address, ...bearer(token) });
    const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => from('192.0.2.1', `guess-${i}`)));
    const statuses = answers.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(Number(answers.find(({ status }) => status === 429)!.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(problemOf(await from('192.0.2.2', secret)).code).toBe('unknown_command');
  });
});
