import { availableParallelism } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from './environment.js';

describe('the environment', () => {
  it('may be empty', () => {
    expect(readEnvironment({})).toMatchObject({
      port: 8000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataDir: '.skein',
      logLevel: 'info',
      snapshotSec: 20,
    });
    expect(readEnvironment({ SKEIN_SNAPSHOT_SEC: '0.05' })).toMatchObject({ snapshotSec: 0.05 });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readEnvironment({ DATABASE_URL: '', PORT: '' })).toMatchObject({ databaseUrl: undefined, port: 8000 });
  });

  it('leaves the cores that do not serve to simulations, and each process at least one thread for them', () => {
    const cores = availableParallelism();
    expect(readEnvironment({})).toMatchObject({ processes: 1, threads: Math.max(1, cores - 1) });
    expect(readEnvironment({ SKEIN_PROCESSES: '64' }).threads).toBe(Math.max(1, Math.floor(cores / 64) - 1));
    expect(readEnvironment({ SKEIN_PROCESSES: '2', SKEIN_THREADS: '5' })).toMatchObject({ processes: 2, threads: 5 });
  });

  it('names every bad variable and what it accepts, but not its value', () => {
    const start = () =>
      readEnvironment({ PORT: '80 80', DATABASE_URL: 'mysql://user:secret@host', LOG_LEVEL: 'loud', SKEIN_SNAPSHOT_SEC: '0' });
    expect(start).toThrow(/PORT must be a whole number from 0 to 65535/);
    expect(start).toThrow(/DATABASE_URL must be a URL that starts with postgres/);
    expect(start).toThrow(/LOG_LEVEL must be debug, info, warn, error, silent/);
    expect(start).toThrow(/SKEIN_SNAPSHOT_SEC must be a number from 0.001 to 1000000/);
    expect(start).not.toThrow(/secret|80 80|loud/);
  });

  it('asks nobody for a token on the loopback interface, and lets everybody ask as often as they can', () => {
    for (const HOST of ['127.0.0.1', '127.8.8.8', '::1', 'localhost'])
      expect(readEnvironment({ HOST }).access).toMatchObject({ loopback: true, tokens: [], corsOrigins: [], ratePerSec: 0 });
  });

  it('takes several tokens, origins and proxies', () => {
    const { access } = readEnvironment({
      HOST: '::',
      SKEIN_API_TOKEN: 'one, two==',
      SKEIN_CORS_ORIGINS: 'https://a.example,http://b.example:8080',
      SKEIN_TRUSTED_PROXIES: 'loopback,10.0.0.0/8,2001:db8::/32',
    });
    expect(access).toMatchObject({
      loopback: false,
      tokens: ['one', 'two=='],
      corsOrigins: ['https://a.example', 'http://b.example:8080'],
      trustedProxies: ['loopback', '10.0.0.0/8', '2001:db8::/32'],
    });
    expect(access.ratePerSec).toBeGreaterThan(0);
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', '1270.0.0.1', '127.0.0.1.example', 'localhost.example'])(
    'does not start on %s without a token',
    (HOST) => {
      expect(() => readEnvironment({ HOST })).toThrow(/SKEIN_API_TOKEN.*SKEIN_INSECURE=true/s);
      expect(readEnvironment({ HOST, SKEIN_INSECURE: 'true' }).access.loopback).toBe(false);
    },
  );

  it.each([
    ['SKEIN_API_TOKEN', ['a b', ',', 'x,', 'ü', 'a=b']],
    ['SKEIN_CORS_ORIGINS', ['*', 'example.org', 'https://example.org/', 'null', 'ftp://example.org']],
    ['SKEIN_TRUSTED_PROXIES', ['10.0.0.0/33', 'everybody', '10.0.0', '10.0.0.0/8/8', '10.0.0.0/']],
    ['SKEIN_INSECURE', ['maybe']],
  ])('refuses a %s that it does not understand', (name, values) => {
    for (const value of values) expect(() => readEnvironment({ [name]: value })).toThrow(new RegExp(`${name} must be`));
  });
});
