import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
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

describe('a server that cannot start says which variable to change', () => {
  const refusal = (environment: Record<string, string>) =>
    TestServer.start(environment).then(
      async (server) => {
        await server.stop();
        throw new Error('It has started');
      },
      (error: unknown) => String(error),
    );

  it('where its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const told = await refusal({ DATABASE_URL: database.url, PORT: String(port) });
    expect(told).toMatch(new RegExp(`Port ${port} of 127.0.0.1 is in use.*PORT=0`));
    other.close();
  });

  it('where it cannot listen on its address', async () => {
    expect(await refusal({ DATABASE_URL: database.url, HOST: '192.0.2.1', SKEIN_INSECURE: 'true' })).toMatch(
      /no address 192\.0\.2\.1.*HOST/,
    );
  });

  it.each(['/proc/nowhere/deep', '/dev/null', '/dev/null/below', '/proc'])('where %s is to keep the embedded database', async (dataDir) => {
    const told = await refusal({ SKEIN_DATA_DIR: dataDir });
    expect(told).toMatch(/cannot be kept in .*SKEIN_DATA_DIR.*DATABASE_URL/);
    expect(told).toContain(dataDir);
  });

  it('and has a word on variables that are misspelt, without refusing them', async () => {
    let printed = '';
    const server = await TestServer.start(
      { DATABASE_URL: database.url, SKEIN_TREADS: '2', SKEIN_SERVER_PORT: 'tcp://10.0.0.1:8000' },
      (text) => (printed += text),
    );
    await server.stop();
    expect(printed).toContain('SKEIN_TREADS is not known, and has no effect. Did you mean SKEIN_THREADS?');
    expect(printed).not.toContain('SKEIN_SERVER_PORT');
  });
});
