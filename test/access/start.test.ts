import { describe, expect, it } from '@jest/globals';
import { TestServer } from '../support/server.js';
import { useDatabase } from '../support/use-database.js';

const database = useDatabase();

const start = (environment: Record<string, string>) => TestServer.start({ DATABASE_URL: database.url, ...environment });

describe('a server that other machines reach', () => {
  it.each(['0.0.0.0', 'skein.example'])('does not start on %s without a token, and names the ways out', async (HOST) => {
    const refusal: unknown = await start({ HOST }).catch((error: unknown) => error);
    for (const way of ['HOST', 'SKEIN_API_TOKEN', '127.0.0.1', 'SKEIN_INSECURE=true']) expect(String(refusal)).toContain(way);
  });

  it.each([
    ['SKEIN_INSECURE', 'true'],
    ['SKEIN_API_TOKEN', 'a-token-of-some-length'],
  ])('starts with %s=%s', async (name, value) => {
    const server = await start({ HOST: '0.0.0.0', [name]: value });
    try {
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    } finally {
      await server.stop();
    }
  });

  it('does not tell a token that it cannot take', async () => {
    const refusal: unknown = await start({ SKEIN_API_TOKEN: 'a secret' }).catch((error: unknown) => error);
    expect(String(refusal)).toContain('SKEIN_API_TOKEN must be');
    expect(String(refusal)).not.toContain('a secret');
  });
});
