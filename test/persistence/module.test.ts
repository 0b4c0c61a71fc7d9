import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type BeforeApplicationShutdown, type INestApplicationContext, Injectable, Module, type OnModuleDestroy } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DatabaseHealth, isTransient, PersistenceModule } from '@skein/persistence';
import { TransientFaults } from '@skein/problem';
import { DataSource } from 'typeorm';
import { createDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { LOST, running, storesOf, submit } from './stores.js';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'skein-module-'));
});

afterEach(() => rm(dataDir, { recursive: true, force: true }));

const quiet = { logger: false, abortOnError: false } as const;
const boot = (module: Parameters<typeof NestFactory.createApplicationContext>[0]) => NestFactory.createApplicationContext(module, quiet);
const embedded = (durable = false) => PersistenceModule.forRoot({ dataDir, durable });

/** The database, in time. */
const answers = (app: INestApplicationContext) =>
  until(
    () =>
      app
        .get(DatabaseHealth)
        .check()
        .then(
          () => true,
          () => false,
        ),
    (healthy) => healthy,
  );

describe('the persistence module', () => {
  it('brings a database of its own, and at the next start frees what the last one left held, but not what agents run', async () => {
    const first = await boot(embedded());
    const stores = storesOf(first);
    const onThread = await running(stores, 'worker');
    const onAgent = await running(stores, 'agent/lab');
    // However long the server is away, the agent has time to come back.
    await stores.claims.expire('agent/lab');
    await answers(first);
    await first.close();

    const second = await boot(embedded());
    const { claims, simulations } = storesOf(second);
    expect(await claims.freeLost(LOST)).toBe(1);
    expect(await simulations.find(onThread.simId)).toMatchObject({ status: 'running', runner: null, epoch: 1 });
    expect(await claims.heldBy(['agent/lab'])).toEqual([{ ...onAgent, runner: 'agent/lab' }]);
    await second.close();
  });

  it('survives the death of its database: queries fail as transient until it is back, then succeed', async () => {
    const app = await boot(embedded(true));
    const stores = storesOf(app);
    const { simId } = await submit(stores);
    const postmaster = async (): Promise<number> => {
      const query = `SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::integer AS pid`;
      return (await stores.dataSource.query<[{ pid: number }]>(query))[0].pid;
    };
    const killed = await postmaster();
    process.kill(killed, 'SIGKILL');
    // The backends of a server that was killed may answer a little longer.
    await until(
      () =>
        postmaster().catch((error: unknown) => {
          expect(app.get(TransientFaults).includes(error)).toBe(true);
          return killed;
        }),
      (serving) => serving !== killed,
    );
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'pending' });
    await answers(app);
    await app.close();
  });

  it('stops last: other modules still write while they shut down', async () => {
    const { url, drop } = await createDatabase();
    const written: string[] = [];

    @Injectable()
    class Writer implements OnModuleDestroy, BeforeApplicationShutdown {
      constructor(private readonly dataSource: DataSource) {}

      async onModuleDestroy(): Promise<void> {
        await this.dataSource.query('SELECT 1').then(() => written.push('onModuleDestroy'));
      }

      async beforeApplicationShutdown(): Promise<void> {
        await this.dataSource.query('SELECT 1').then(() => written.push('beforeApplicationShutdown'));
      }
    }

    @Module({ imports: [PersistenceModule.forRoot({ databaseUrl: url, dataDir })], providers: [Writer] })
    class App {}

    const app = await boot(App);
    const dataSource = app.get(DataSource);
    await app.close();
    expect(written).toEqual(['onModuleDestroy', 'beforeApplicationShutdown']);
    expect(dataSource.isInitialized).toBe(false);
    await drop();
  });

  it('touches no database when an application is only looked at', async () => {
    @Module({ imports: [PersistenceModule.forRoot({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/none', dataDir, patienceMs: 0 })] })
    class App {}

    const app = await NestFactory.create(App, { ...quiet, preview: true });
    await app.close();
  });

  it('gives up on a database that does not answer, saying so', async () => {
    const absent = PersistenceModule.forRoot({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/none', dataDir, patienceMs: 100 });
    await expect(boot(absent)).rejects.toThrow('The database has not answered for 0.1 s');
  });

  it('says at once what waiting does not mend', async () => {
    const { url, drop } = await createDatabase();
    const missing = Object.assign(new URL(url), { pathname: '/no_such_database' }).href;
    const error = await boot(PersistenceModule.forRoot({ databaseUrl: missing, dataDir })).catch((reason: unknown) => reason);
    expect(String(error)).toContain('no_such_database');
    expect(isTransient(error)).toBe(false);
    await drop();
  });
});
