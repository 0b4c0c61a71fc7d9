import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SimulationRequestInput } from '@skein/client';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { replayedHash } from '../support/replay.js';
import { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

/** Of all that it simulates only the beginning has something to say: a link that takes 125 packets a second is offered more for a while. */
const request: SimulationRequestInput = {
  topology: {
    nodes: ['A', 'B', 'C'],
    links: [
      { from: 'A', to: 'B', latency: 5, bandwidth_mbps: 1, queue_packets: 20 },
      { from: 'B', to: 'C', latency: 10, loss_percent: 1 },
    ],
  },
  traffic: [
    { id: 'too much', from: 'A', to: 'B', rate_pps: 250, packet_bytes: 1000, stop_sec: 5 },
    { id: 'steady', from: 'B', to: 'C', rate_pps: 200 },
  ],
  config: { duration_sec: 4000, speed: 20, sample_interval_sec: 2, seed: 6 },
};
const SAID_BY_SEC = 15;

interface SnapshotRow {
  at_sec: number;
  edits_made: number;
  deflated: Buffer;
}

let database: TestDatabase;
let sql: pg.Client;
let server: TestServer;
let other: TestServer;

const start = () => TestServer.start({ DATABASE_URL: database.url, SKEIN_SNAPSHOT_SEC: '0.002' });

beforeAll(async () => {
  database = await createDatabase();
  sql = new pg.Client(database.url);
  await sql.connect();
});

beforeEach(async () => {
  server = await start();
});

afterEach(() => Promise.all([server.stop(), other.stop()]));

afterAll(async () => {
  await sql.end();
  await database.drop();
});

async function snapshotOf(simId: string): Promise<SnapshotRow | undefined> {
  const { rows } = await sql.query<SnapshotRow>('SELECT at_sec, edits_made, deflated FROM simulation_snapshots WHERE sim_id = $1', [simId]);
  return rows[0];
}

/** How many times it is recorded to have said something up to a simulated time. */
async function saidUpTo(simId: string, sec: number): Promise<number> {
  const query = 'SELECT number FROM simulation_logs WHERE sim_id = $1 AND simulated_sec <= $2';
  return (await sql.query(query, [simId, sec])).rows.length;
}

const latency = (latency: number) => ({ operation: 'update_link', link_id: 'B-C', changes: { latency } }) as const;

/** A simulation that was edited, snapshotted, paused and edited again when its server was killed; the other one has yet to notice. */
async function killed() {
  const skein = server.skein();
  const { sim_id: simId } = await skein.simulate(request);
  await until(
    () => snapshotOf(simId),
    (snapshot) => snapshot !== undefined && snapshot.at_sec > SAID_BY_SEC,
  );
  await skein.edit(simId, latency(20));
  await until(
    () => snapshotOf(simId),
    (snapshot) => snapshot?.edits_made === 1,
  );
  const { simulated_sec: pausedSec } = await skein.pause(simId);
  await skein.edit(simId, latency(30));
  // It has no time to run it before: it was not there.
  other = await start();
  expect(await other.skein().results(simId)).toEqual(await skein.results(simId));
  const { runner } = await skein.status(simId);
  await server.kill();
  const snapshot = (await snapshotOf(simId))!;
  expect(snapshot.edits_made).toBe(1);
  expect(snapshot.at_sec).toBeLessThanOrEqual(pausedSec);
  return { simId, runner, snapshot };
}

describe('a simulation whose server is killed', () => {
  it.each<[string, (deflated: Buffer) => Buffer, 'the rest' | 'all']>([
    ['its last snapshot', (deflated) => deflated, 'the rest'],
    [
      'the beginning where the snapshot is damaged',
      (deflated) => deflated.map((byte, i) => (i === 100 ? byte ^ 1 : byte)) as Buffer,
      'all',
    ],
  ])('goes on from %s, to the undisturbed end', async (_, damage, gone) => {
    const { simId, runner, snapshot } = await killed();
    const said = await saidUpTo(simId, SAID_BY_SEC);
    expect(said).toBeGreaterThan(0);
    // What is gone through once more is said once more: without the old entries, this shows how much was.
    await sql.query('DELETE FROM simulation_logs WHERE sim_id = $1', [simId]);
    await sql.query('UPDATE simulation_snapshots SET deflated = $2 WHERE sim_id = $1', [simId, damage(snapshot.deflated)]);
    await sql.query(`UPDATE runners SET lease_until = '-infinity' WHERE runner = $1`, [runner]);

    const skein = other.skein();
    await until(
      () => skein.status(simId),
      (found) => found.runner !== null && found.runner !== runner,
    );
    await skein.resume(simId);
    await skein.setSpeed(simId, 'max');
    const ended = await skein.waitFor(simId, { intervalMs: 50 });
    expect(ended).toMatchObject({ status: 'done', run: 1, retry_count: 0 });
    expect(ended.transitions.filter(({ reason }) => reason.startsWith('recovered'))).toHaveLength(1);
    const { edits } = await skein.edits(simId);
    expect(edits.map(({ edit }) => edit)).toEqual([1, 2]);
    expect((await skein.results(simId)).result_hash).toBe(replayedHash(request, edits));
    expect(await saidUpTo(simId, SAID_BY_SEC)).toBe(gone === 'all' ? said : 0);
  });
});
