import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Skein } from '@skein/client';
import { type EmbeddedServer, startEmbedded } from '@skein/persistence';
import pg from 'pg';
import { usedDataDir } from '../support/cluster.js';
import { Forwarder } from '../support/forwarder.js';
import { postmaster } from '../support/postmaster.js';
import { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { brief, endless, paced } from './requests.js';

let dataDir: string;
let database: EmbeddedServer;
let forwarder: Forwarder;
let server: TestServer;
let skein: Skein;

beforeAll(async () => {
  dataDir = await usedDataDir('outage');
  forwarder = await Forwarder.listen();
  const url = await startDatabase();
  url.port = String(forwarder.port);
  server = await TestServer.start({ DATABASE_URL: url.href });
  // Patient enough for the slowest recovery of a database.
  skein = server.skein({ retries: 300, baseMs: 100, capMs: 1000 });
});

afterAll(async () => {
  await server.stop();
  await database.stop();
  await forwarder.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function startDatabase(): Promise<URL> {
  // Durable: what a killed database had promised must be there afterwards.
  database = await startEmbedded({ dataDir });
  const url = new URL(database.url);
  forwarder.to(Number(url.port));
  return url;
}

async function stopDatabase(): Promise<void> {
  forwarder.to(null);
  await database.stop();
}

const ask = (where: string) => fetch(`${server.url}/${where}`).then(({ status }) => status);
const becomes = (status: number) =>
  until(
    () => ask('readyz'),
    (answer) => answer === status,
  );

async function running(): Promise<string> {
  const { sim_id } = await skein.simulate(endless);
  await until(
    () => skein.status(sim_id),
    ({ status }) => status === 'running',
  );
  return sim_id;
}

describe('while the database is away', () => {
  it('the server stays, says so, and carries out once what it was asked', async () => {
    const [stopped, restarted] = [await running(), await running()];
    const { sim_id: finishing } = await skein.simulate(paced(2, 10));
    await becomes(200);

    await stopDatabase();
    await becomes(503);
    expect(await ask('healthz')).toBe(200);
    const refusal = await fetch(`${server.url}/status/${stopped}`);
    expect(refusal.status).toBe(503);
    expect(refusal.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0);

    const calls = Promise.all([skein.simulate(brief), skein.stop(stopped), skein.restart(restarted)]);
    await startDatabase();
    const [created, stop, restart] = await calls;
    await becomes(200);

    expect((await skein.waitFor(created.sim_id)).status).toBe('done');
    expect((await skein.waitFor(finishing)).status).toBe('done');
    expect((await skein.list()).items.map(({ sim_id }) => sim_id)).toEqual([created.sim_id, finishing, restarted, stopped]);
    expect(stop.transitions.filter(({ to }) => to === 'stopped')).toHaveLength(1);
    expect(restart.run).toBe(2);
    await skein.stop(restarted);
  });
});

describe('when the database is killed in the middle of changes', () => {
  it('each is carried out exactly once', async () => {
    const before = (await skein.list()).items.length;
    const stopped = await Promise.all(Array.from({ length: 5 }, () => running()));
    const pid = await postmaster(dataDir);
    const calls = [...stopped.map((id) => skein.stop(id)), ...Array.from({ length: 20 }, () => skein.simulate(brief))];
    const settled = Promise.all(calls);
    await Promise.race(calls);
    process.kill(pid ?? NaN, 'SIGKILL');
    const answers = await settled;
    expect(new Set(answers.map(({ sim_id }) => sim_id)).size).toBe(25);
    expect((await skein.list()).items).toHaveLength(before + 25);
    for (const id of stopped) {
      const { status, transitions } = await skein.status(id);
      expect([status, transitions.filter(({ to }) => to === 'stopped').length]).toEqual(['stopped', 1]);
    }
    const ends = await Promise.all(answers.map(({ sim_id }) => skein.waitFor(sim_id)));
    expect(ends.filter(({ status }) => status === 'done')).toHaveLength(20);
    expect(server.alive).toBe(true);
    await becomes(200);
  });
});

describe('while a table is locked', () => {
  it('submissions are refused as those that may be repeated, all at once, and pass when it is free', async () => {
    const locking = new pg.Client({ connectionString: database.url });
    await locking.connect();
    await locking.query('BEGIN; LOCK TABLE simulations');
    const submit = () =>
      fetch(`${server.url}/simulate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(brief),
      });
    const since = performance.now();
    const refused = await Promise.all(Array.from({ length: 9 }, submit));
    // One statement's wait for a lock, and that of those that came while it waited; not one after the other.
    expect(performance.now() - since).toBeLessThan(30_000);
    for (const response of refused) {
      expect(response.status).toBe(503);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await response.json()).toMatchObject({ code: 'unavailable' });
    }
    await locking.query('ROLLBACK');
    await locking.end();
    for (const response of await Promise.all(Array.from({ length: 9 }, submit))) expect(response.status).toBe(202);
  });
});
