import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { brief } from '../server/requests.js';
import { Tool } from '../fleet/tool.js';
import { scrape, total } from '../support/exposition.js';
import { ask, exchange } from '../support/http.js';
import { problemOf } from '../support/problem.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';

const HANDSHAKE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

describe('an upgrade that is none to a WebSocket', () => {
  const server = useServer();
  const h2c = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA' };

  it('is ignored: the request is answered as any other', async () => {
    expect((await ask(`${server.url}/healthz`, { headers: h2c })).status).toBe(200);
    expect(problemOf(await ask(`${server.url}/status/x`, { headers: h2c })).code).toBe('unknown_simulation');
    const posted = await ask(`${server.url}/simulate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...h2c },
      body: JSON.stringify(brief),
    });
    expect(posted.status).toBe(202);
  });

  it.each([
    ['of another path', 'GET /healthz HTTP/1.1', 'Upgrade: websocket', 200],
    ['of HTTP/1.0', 'GET /ws/a HTTP/1.0', 'Upgrade: websocket', 404],
    ['of another method', 'POST /ws/a HTTP/1.1', 'Upgrade: websocket', 404],
    ['to nothing', 'GET /healthz HTTP/1.1', 'Upgrade:', 200],
    ['to much', 'GET /healthz HTTP/1.1', `Upgrade: ${'TLS/1.0, '.repeat(500)}h2c`, 200],
  ])('%s is answered', async (_, line, header, status) => {
    const text = await exchange(server.url, [`${line}\r\nHost: localhost\r\nConnection: upgrade\r\n${header}\r\n\r\n`]);
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('ends its connection, because what follows it in one piece is lost', async () => {
    const one = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n';
    const text = await exchange(server.url, [one + 'GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n']);
    expect(text.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
    expect(text).toMatch(/^connection: close\r$/im);
  });
});

describe('a handshake', () => {
  const server = useServer();
  const handshake = (id: string, headers: Record<string, string> = {}) =>
    ask(`${server.url}/ws/${id}`, { headers: { ...HANDSHAKE, ...headers } });

  it('is taken from a list of protocols, and its answer carries an id', async () => {
    await new Tool(server).register('listed');
    const answer = await handshake('listed', { upgrade: 'h2c, WebSocket' });
    expect([answer.status, answer.headers['x-request-id']]).toEqual([101, expect.any(String)]);
  });

  it.each([
    ['another version', { 'sec-websocket-version': '7' }],
    ['no version', { 'sec-websocket-version': '' }],
    ['a key that is none', { 'sec-websocket-key': 'short' }],
  ])('with %s is refused, and the connection that its agent has stays', async (_, headers: Record<string, string>) => {
    expect(problemOf(await handshake('listed', headers))).toMatchObject({ status: 400, code: 'bad_request' });
  });

  it('that is refused is closed within seconds, whatever its client does', async () => {
    const { hostname, port } = new URL(server.url);
    const lines = Object.entries(HANDSHAKE).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    let text = '';
    socket.on('data', (data: Buffer) => (text += data.toString()));
    // A client that goes on sending, and never ends its side.
    const timer = setInterval(() => socket.write('x'), 100);
    socket.on('error', () => undefined);
    socket.write(`GET /ws/nobody HTTP/1.1\r\nhost: localhost\r\n${lines.join('')}\r\n`);
    await closed;
    clearInterval(timer);
    expect(text).toMatch(/^HTTP\/1\.1 404 /);
    expect(text).toContain('"code":"unknown_agent"');
  });
});

describe('guesses at the door for agents', () => {
  const RATE = 5;
  let printed = '';
  const environment = { SKEIN_API_TOKEN: 'an-api-token-of-a-test', SKEIN_RATE_LIMIT: String(RATE), LOG_LEVEL: 'info' };
  const server = useServer(environment, (text) => (printed += text));
  const refusals = () => printed.split('\n').filter((line) => line.includes('"context":"Http"'));

  it('are limited, counted and logged like those at the other, and the log stays short', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, () =>
        ask(`${server.url}/ws/an-agent`, { headers: { ...HANDSHAKE, authorization: 'Bearer a-guess-of-a-test' } }),
      ),
    );
    const of = (status: number) => answers.filter((answer) => answer.status === status);
    expect(of(401).length).toBeGreaterThanOrEqual(2 * RATE);
    expect(of(401).length + of(429).length).toBe(200);
    expect(of(429).length).toBeGreaterThan(0);
    for (const { headers } of answers) expect(headers['x-request-id']).toEqual(expect.any(String));
    expect(Number(of(429)[0].headers['retry-after'])).toBeGreaterThanOrEqual(1);

    const bearer = { authorization: 'Bearer an-api-token-of-a-test', connection: 'close' };
    const metrics = await until(
      () => scrape(server.url, bearer),
      (samples) => (total(samples, 'skein_http_requests_total', { route: '/ws/:agent_id' }) ?? 0) >= 200,
    );
    expect(total(metrics, 'skein_http_requests_total', { route: '/ws/:agent_id', status: '429' })).toBe(of(429).length);
    await until(
      () => Promise.resolve(refusals()),
      (lines) => lines.some((line) => line.includes('unauthorized')) && lines.some((line) => line.includes('too_many_requests')),
    );
    // One of each kind, and again where a minute has passed.
    expect(refusals().length).toBeLessThan(10);
    await server.stop();
    const told = refusals().map((line) => JSON.parse(line) as { code: string; count?: number });
    expect(told.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(200);
  });
});
