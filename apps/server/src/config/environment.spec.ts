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
    });
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
    const start = () => readEnvironment({ PORT: '80 80', DATABASE_URL: 'mysql://user:secret@host', LOG_LEVEL: 'loud' });
    expect(start).toThrow(/PORT must be a whole number from 0 to 65535/);
    expect(start).toThrow(/DATABASE_URL must be a URL that starts with postgres/);
    expect(start).toThrow(/LOG_LEVEL must be debug, info, warn, error, silent/);
    expect(start).not.toThrow(/secret|80 80|loud/);
  });
});
