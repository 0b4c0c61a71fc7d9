import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SimulationRequestInput } from '@skein/client';
import pg from 'pg';
import { prolongLeases } from '../support/leases.js';
import { replayedHash } from '../support/replay.js';
import { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';

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

interface Left {
  simId: string;
  runner: string | null;
  /** How many times it had said something while there was something to say. */
  said: number;
}

const DAMAGES: Record<string, (deflated: Buffer) => Buffer> = {
  none: (deflated) => deflated,
  'one bit': (deflated) => deflated.map((byte, i) => (i === 100 ? byte ^ 1 : byte)) as Buffer,
};

let sql: pg.Client;
/** What the killed server has left behind, by what has been done to its snapshot since. */
const left = new Map<string, Left>();

afterAll(async () => {
  await other.stop();
  await sql.end();
});

const environment = { SKEIN_SNAPSHOT_SEC: '0.002' };
const server = useServer(environment);
const other = new TestServer(() => ({ DATABASE_URL: server.databaseUrl, ...environment }));

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

/** Runs a simulation until it is edited, snapshotted, paused and edited again. */
async function prepared(): Promise<{ simId: string; pausedSec: number }> {
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
  return { simId, pausedSec };
}

/** What its killed server has left of it, with the snapshot damaged. */
async function damaged(simId: string, pausedSec: number, damage: (deflated: Buffer) => Buffer): Promise<Left> {
  const { runner } = await other.skein().status(simId);
  const snapshot = (await snapshotOf(simId))!;
  expect(snapshot.edits_made).toBe(1);
  expect(snapshot.at_sec).toBeLessThanOrEqual(pausedSec);
  const said = await saidUpTo(simId, SAID_BY_SEC);
  expect(said).toBeGreaterThan(0);
  // What is gone through once more is said once more: without the old entries, this shows how much was.
  await sql.query('DELETE FROM simulation_logs WHERE sim_id = $1', [simId]);
  await sql.query('UPDATE simulation_snapshots SET deflated = $2 WHERE sim_id = $1', [simId, damage(snapshot.deflated)]);
  return { simId, runner, said };
}

beforeAll(async () => {
  sql = new pg.Client(server.databaseUrl);
  await sql.connect();
  const all = await Promise.all(Object.entries(DAMAGES).map(async ([name, damage]) => ({ name, damage, ...(await prepared()) })));
  // It has no time to run them before: it was not there.
  await other.start();
  for (const { simId } of all) expect(await other.skein().results(simId)).toEqual(await server.skein().results(simId));
  await server.kill();
  await prolongLeases(server.databaseUrl);
  for (const { name, damage, simId, pausedSec } of all) left.set(name, await damaged(simId, pausedSec, damage));
  const lost = [...left.values()].map(({ runner }) => runner);
  await sql.query(`UPDATE runners SET lease_until = '-infinity' WHERE runner = ANY($1)`, [lost]);
});

describe('a simulation whose server is killed', () => {
  it.each([
    ['its last snapshot', 'none', 'the rest'],
    ['the beginning where the snapshot is damaged', 'one bit', 'all'],
  ])('goes on from %s, to the undisturbed end', async (_, damage, gone) => {
    const { simId, runner, said } = left.get(damage)!;
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
