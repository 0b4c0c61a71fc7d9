import { describe, expect, it } from '@jest/globals';
import { ask, exchange } from '../support/http.js';
import { problemOf } from '../support/problem.js';
import { useServers } from '../support/use-server.js';

const TOKEN = 'a-token-of-some-length';
const RATE = 4;
const AT_ONCE = 50;

const [limited, server] = useServers([
  { SKEIN_API_TOKEN: TOKEN, SKEIN_RATE_LIMIT: String(RATE), SKEIN_TRUSTED_PROXIES: 'loopback' },
  { SKEIN_REQUEST_TIMEOUT_SEC: '3' },
]);

/** Sends many at once, and again until one is refused: one after the other may be slower than what is let in. */
async function floods(path: string, headers: Record<string, string>) {
  for (let sent = 0; ;) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => ask(limited.url + path, { headers })));
    const answer = answers.find(({ status }) => status === 429);
    sent += answers.filter(({ status }) => status !== 429).length;
    if (answer) return { sent, answer };
    if (sent > 10_000) throw new Error('Never refused.');
  }
}

describe('a limit of the rate', () => {
  it('holds for each token and for each address without one, and says when to come again', async () => {
    const known = await floods('/status/x', { authorization: `Bearer ${TOKEN}` });
    expect(known.sent).toBeGreaterThanOrEqual(2 * RATE);
    expect(problemOf(known.answer)).toMatchObject({ code: 'too_many_requests' });
    expect(Number(known.answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    const one = await floods('/status/x', { 'x-forwarded-for': '192.0.2.1', authorization: 'Bearer guess' });
    expect(one.sent).toBeGreaterThanOrEqual(2 * RATE);
    expect((await ask(`${limited.url}/healthz`, { headers: { 'x-forwarded-for': '192.0.2.2' } })).status).toBe(200);
  });

  it('is waited for by the SDK', async () => {
    const { createSkein } = await import('@skein/client');
    await floods('/status/x', { authorization: `Bearer ${TOKEN}` });
    expect(await createSkein({ baseUrl: limited.url, token: TOKEN }).list()).toMatchObject({ items: [] });
  });
});

describe('a connection', () => {
  /** The document at the end of what a server has said. */
  const ending = (text: string) => ({
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]),
    headers: { 'content-type': /^content-type: *(.*)$/im.exec(text)?.[1] },
    text: text.slice(text.indexOf('\r\n\r\n') + 4),
  });

  it('may not send a header of any size', async () => {
    const lines = Array.from({ length: 2000 }, (_, i) => `x-${i}: ${'y'.repeat(10)}\r\n`);
    const text = await exchange(server.url, ['GET /healthz HTTP/1.1\r\nhost: localhost\r\n', ...lines, '\r\n'], { endAfterMs: 1000 });
    expect(problemOf(ending(text))).toMatchObject({ status: 431, code: 'headers_too_large' });
  });

  it('may not take any time over its header or its body', async () => {
    const header = 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n';
    const body = 'POST /simulate HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{';
    const texts = await Promise.all([header, body].map((beginning) => exchange(server.url, [beginning])));
    for (const text of texts) expect(problemOf(ending(text))).toMatchObject({ status: 408, code: 'request_timeout' });
  });

  it.each([
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n'],
    ['no HTTP', 'Hello?\r\n\r\n'],
    ['an expectation that nobody knows', 'GET /healthz HTTP/1.1\r\nhost: localhost\r\nexpect: tea\r\n\r\n'],
    ['the way to somewhere else', 'CONNECT example.org:443 HTTP/1.1\r\nhost: example.org:443\r\n\r\n'],
    ['two lengths', 'POST /simulate HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
  ])('with %s is told so', async (_, bytes) => {
    expect(problemOf(ending(await exchange(server.url, [bytes], { endAfterMs: 1000 })))).toMatchObject({
      status: 400,
      code: 'bad_request',
    });
  });
});
