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
    expect(start).toThrow(/DATABASE_URL must be a URL such as postgres:/);
    expect(start).toThrow(/LOG_LEVEL must be debug, info, warn, error, silent/);
    expect(start).toThrow(/SKEIN_SNAPSHOT_SEC must be a number from 0.001 to 1000000/);
    expect(start).not.toThrow(/secret|80 80|loud/);
  });

  it.each([
    'postgres://u:pa#ss@h/db',
    'postgres://u:100%@h/db',
    'postgres://h:port/db',
    'postgres://h:70000/db',
    'postgres://[::1/db',
    'h:5432/db',
  ])('does not take %s for the URL of a database, and does not repeat it', (url) => {
    const start = () => readEnvironment({ DATABASE_URL: url });
    expect(start).toThrow(/DATABASE_URL must be a URL such as postgres:.*percent-encoded/);
    expect(start).not.toThrow(url);
  });

  it.each([
    'postgres://u:pa%23ss@h:5432/db?sslmode=verify-full',
    'postgresql:///db?host=/var/run/postgresql',
    'postgres://u@[::1]:5432/db',
  ])('takes %s for the URL of a database', (url) => expect(readEnvironment({ DATABASE_URL: url }).databaseUrl).toBe(url));

  it.each([
    ['SKEIN_TREADS', '2', 'SKEIN_THREADS'],
    ['skein_threads', '2', 'SKEIN_THREADS'],
    ['SKEIN_API_TOKENS', 'x', 'SKEIN_API_TOKEN'],
    ['SKEIN_ENROLLMENT_TOKEN', 'x', 'SKEIN_ENROLMENT_TOKEN'],
    ['SKEIN_SLOT', '2', 'SKEIN_SLOTS'],
    ['SKEIN_LOG_LEVEL', 'debug', 'LOG_LEVEL'],
    ['SKEIN_PORT', '9000', 'PORT'],
    ['SKEIN_DATABASE_URL', 'postgres://h/db', 'DATABASE_URL'],
  ])('warns of %s=%s', (name, value, meant) => {
    expect(readEnvironment({ [name]: value }).warnings).toEqual([
      `The variable ${name} is not known, and has no effect. Did you mean ${meant}?`,
    ]);
  });

  it('has nothing to say about variables of Kubernetes, of agents and of others', () => {
    const names = ['SKEIN_SERVER', 'SKEIN_SERVER_PORT', 'SKEIN_SERVER_SERVICE_HOST', 'SKEIN_SERVER_PORT_8000_TCP', 'SKEIN_FUZZ', 'THREADS'];
    const source = { ...Object.fromEntries(names.map((name) => [name, 'x'])), SKEIN_PORT: 'tcp://10.0.0.1:8000', SKEIN_THREADS: '2' };
    expect(readEnvironment(source).warnings).toEqual([]);
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
