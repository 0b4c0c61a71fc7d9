import { beforeAll, describe, expect, it } from '@jest/globals';
import { exchange } from '../support/http.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { useServers } from '../support/use-server.js';
import { brief } from './requests.js';

const TOKEN = 'a-token-of-some-length';
const ORIGIN = 'https://dashboard.example';
const UNKNOWN = '00000000-0000-7000-8000-000000000000';
const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };

const LIMITED = { SKEIN_MAX_BODY_BYTES: '4000' };
const [open, closed] = useServers([LIMITED, { ...LIMITED, SKEIN_API_TOKEN: TOKEN, SKEIN_CORS_ORIGINS: ORIGIN }]);
let simId: string;
/** Of its status, once it is done. */
let tag: string;

beforeAll(async () => {
  ({ sim_id: simId } = await open.skein().simulate({ ...brief, name: 'größer ☃', labels: { user: 'é' } }));
  const { version } = await until(
    () => open.skein().status(simId),
    ({ status }) => status === 'done',
  );
  tag = `"${version}"`;
});

/** All that comes back, head and body, with what is another in every answer made the same. */
async function answer(server: TestServer, start: string, headers: Record<string, string> = {}, body = ''): Promise<string> {
  const length = body === '' ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries({ host: new URL(server.url).host, connection: 'close', ...length, ...headers });
  const head = [`${start} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\r\n');
  const text = await exchange(server.url, [`${head}\r\n\r\n${body}`]);
  return text
    .replace(/^(x-request-id|Date): .+$/gm, '$1: …')
    .replace(/(\/status\/|"sim_id":")(?!0{8})[0-9a-f-]{36}/g, '$1…')
    .replace(/in \d+ s\./, 'in … s.');
}

/** A query that nobody reads keeps a request from the shortcut. */
async function bothWays(
  server: TestServer,
  method: string,
  path: string,
  headers?: Record<string, string>,
  body?: string,
): Promise<string> {
  const short = await answer(server, `${method} ${path}`, headers, body);
  expect(short).toBe(await answer(server, `${method} ${path}?`, headers, body));
  return short;
}

describe('a status that is asked for by the shortcut', () => {
  it('is the one that the router gives, to the byte', async () => {
    const text = await bothWays(open, 'GET', `/status/${simId}`);
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text).toContain(`ETag: ${tag}`);
    expect(text).toContain(Buffer.from('größer ☃').toString('latin1'));
  });

  it('is the same when it is asked for with the tag that it has', async () => {
    await bothWays(open, 'GET', `/status/${simId}`, { 'if-none-match': tag });
  });

  it.each<[string, Record<string, string>]>([
    ['since some time', { 'if-modified-since': new Date().toUTCString() }],
    ['from a page of its own', { origin: 'http://127.0.0.1' }],
    ['from a page of another origin', { origin: 'https://example.org' }],
    ['under another name', { host: 'example.org' }],
    ['with a body that is none', { 'content-length': '0' }],
  ])('is the same when it is asked for %s', async (_, headers) => {
    await bothWays(open, 'GET', `/status/${simId}`, headers);
  });

  it.each([UNKNOWN, 'x', '%00', '-'.repeat(36)])('is refused alike where there is none (%j)', async (id) => {
    expect(await bothWays(open, 'GET', `/status/${id}`)).toMatch(/^HTTP\/1\.1 40[04] /);
  });

  it('is kept from whoever has no token, and shown to the pages that were let in', async () => {
    expect(await bothWays(closed, 'GET', `/status/${simId}`)).toMatch(/^HTTP\/1\.1 401 /);
    expect(await bothWays(closed, 'GET', `/status/${simId}`, { authorization: 'Bearer guess', origin: ORIGIN })).toMatch(
      /^HTTP\/1\.1 401 /,
    );
    const text = await bothWays(closed, 'GET', `/status/${simId}`, { ...AUTHORIZED, origin: ORIGIN });
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(text).toContain(`Access-Control-Allow-Origin: ${ORIGIN}`);
  });
});

describe('a simulation that is submitted by the shortcut', () => {
  const body = JSON.stringify(brief);

  it('is accepted as by the router', async () => {
    const text = await bothWays(open, 'POST', '/simulate', {}, body);
    expect(text).toMatch(/^HTTP\/1\.1 202 Accepted\r\n/);
    expect(text).toContain('Location: /status/…');
  });

  it.each<[string, number, Record<string, string>, string]>([
    ['is not JSON', 400, {}, '{"topology"'],
    ['is not valid', 422, {}, '{"topology":{"nodes":[]}}'],
    ['is too large', 413, {}, body + ' '.repeat(4000)],
    ['is said to be of another type', 415, { 'content-type': 'text/plain' }, body],
    ['is said to be compressed', 400, { 'content-encoding': 'gzip' }, body],
    ['is compressed in a way that nobody knows', 415, { 'content-encoding': 'x' }, body],
    ['has a key that is none', 400, { 'idempotency-key': '€' }, body],
    ['comes from a page of another origin', 403, { origin: 'https://example.org' }, body],
  ])('is refused alike where it %s', async (_, status, headers, sent) => {
    expect(await bothWays(open, 'POST', '/simulate', headers, sent)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('is refused alike without a body, and without a token', async () => {
    expect(await bothWays(open, 'POST', '/simulate')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await bothWays(closed, 'POST', '/simulate', {}, body)).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('is the same one when it comes again by the other way', async () => {
    const key = { 'idempotency-key': 'by-both-ways' };
    const made = async (path: string) => {
      const sent = await fetch(open.url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...key }, body });
      return (await sent.json()) as unknown;
    };
    expect(await made('/simulate')).toEqual(await made('/simulate?'));
  });

  it('may come in pieces', async () => {
    const head = `POST /simulate HTTP/1.1\r\nhost: ${new URL(open.url).host}\r\nconnection: close\r\ncontent-type: application/json\r\n`;
    const whole = `${head}content-length: ${body.length}\r\n\r\n${body}`;
    const halves = await exchange(open.url, [whole.slice(0, -50), whole.slice(-50)]);
    expect(halves).toMatch(/^HTTP\/1\.1 202 /);
    const chunked = await exchange(open.url, [
      `${head}transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    ]);
    expect(chunked).toMatch(/^HTTP\/1\.1 202 /);
  });
});

describe('a page of another server that was let in', () => {
  it('is told so without a token', async () => {
    const text = await answer(closed, 'OPTIONS /simulate', { origin: ORIGIN, 'access-control-request-method': 'POST' });
    expect(text).toMatch(/^HTTP\/1\.1 204 /);
    expect(text).toContain(`Access-Control-Allow-Origin: ${ORIGIN}`);
  });
});
