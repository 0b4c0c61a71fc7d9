import { describe, expect, it } from '@jest/globals';
import { brief } from '../server/requests.js';
import { ask } from '../support/http.js';
import { problemOf } from '../support/problem.js';
import { useServer } from '../support/use-server.js';

const server = useServer();

const simulate = (headers: Record<string, string>) =>
  ask(`${server.url}/simulate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(brief),
  });

const HANDSHAKE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

describe('a server on the loopback interface that asks for no token', () => {
  it('refuses what a page of another origin sends, though the browser is allowed to send it', async () => {
    for (const origin of ['http://example.org', 'http://localhost:3000', 'null']) {
      expect(problemOf(await simulate({ origin }))).toMatchObject({ status: 403, code: 'foreign_origin' });
      expect(problemOf(await simulate({ origin, 'content-type': 'text/plain' })).code).toBe('foreign_origin');
    }
    expect(await server.skein().list()).toMatchObject({ items: [] });
  });

  it('refuses a page whose name was rebound to this machine', async () => {
    const host = `example.org:${new URL(server.url).port}`;
    for (const path of ['/simulations', '/healthz', '/docs', '/openapi.json'])
      expect(problemOf(await ask(server.url + path, { headers: { host, origin: `http://${host}` } })).code).toBe('foreign_origin');
  });

  it('refuses the handshake of a WebSocket from either', async () => {
    const { host } = new URL(server.url);
    for (const headers of [{ origin: 'http://example.org' }, { host: 'example.org', origin: 'http://example.org' }])
      expect(problemOf(await ask(`${server.url}/ws/an-agent`, { headers: { host, ...HANDSHAKE, ...headers } })).code).toBe(
        'foreign_origin',
      );
  });

  it('answers its own pages, and whoever is no page', async () => {
    expect((await simulate({ origin: server.url })).status).toBe(202);
    expect((await simulate({})).status).toBe(202);
    expect((await simulate({ host: `localhost:${new URL(server.url).port}` })).status).toBe(202);
  });

  it('lets no page read its answers', async () => {
    const { headers } = await ask(`${server.url}/simulations`);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers).toMatchObject({
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    });
  });
});
