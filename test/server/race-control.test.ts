import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SkeinProblem, type Skein, type StatusDocument } from '@skein/client';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { expectGrown, expectLegal } from '../support/legal-history.js';
import { Random } from '../support/random.js';
import { replayedHash } from '../support/replay.js';
import { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { endless, paced } from './requests.js';

const CLIENTS = 200;
const SIMULATIONS = 20;
const MOVES = 4;
const REFUSALS = [404, 409, 412, 422];

let database: TestDatabase;
let servers: TestServer[];

beforeAll(async () => {
  database = await createDatabase();
  servers = await Promise.all([1, 2].map(() => TestServer.start({ DATABASE_URL: database.url, SKEIN_THREADS: '2' })));
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
});

/** A refusal is an answer; a fault of the server or a lost connection is none. */
async function answered<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof SkeinProblem && REFUSALS.includes(error.status)) return null;
    throw error;
  }
}

type Move = (skein: Skein, id: string, random: Random) => Promise<unknown>;

const moves: Move[] = [
  (skein, id) => skein.stop(id),
  (skein, id, random) => skein.restart(id, { keepEdits: random.chance(0.5) }),
  (skein, id, random) => skein.restart(id, { keepEdits: random.chance(0.5) }),
  (skein, id) => skein.pause(id),
  (skein, id) => skein.resume(id),
  (skein, id, random) => skein.edit(id, { operation: 'update_link', link_id: 'A-B', changes: { latency: random.between(1, 50) } }),
  (skein, id, random) => skein.setSpeed(id, random.between(1, 10)),
  (skein, id, random) => skein.edit(id, { operation: 'fail_link', link_id: 'A-B' }, { ifVersion: 1 + random.below(5) }),
];

describe('clients that stop, restart, pause, resume, edit and delete at once', () => {
  it('see one legal history of each simulation, and no fault of the server', async () => {
    const clients = Array.from({ length: CLIENTS }, (_, i) => servers[i % servers.length].skein(false));
    const [skein] = clients as [Skein];
    const ids = (await Promise.all(Array.from({ length: SIMULATIONS }, () => skein.simulate(endless)))).map(({ sim_id }) => sim_id);
    const race = async (client: Skein, i: number): Promise<void> => {
      const random = new Random(i);
      const id = random.of(ids);
      let before: StatusDocument['transitions'] = [];
      for (let move = 0; move < MOVES; move++) {
        if (i % 20 === 0 && move === MOVES / 2) await answered(client.delete(id));
        else await answered(random.of(moves)(client, id, random));
        const status = await answered(client.status(id));
        if (!status) return;
        expectLegal(status);
        expectGrown(before, status.transitions);
        before = status.transitions;
      }
    };
    await Promise.all(clients.map(race));

    const left = new Set((await skein.list({ limit: SIMULATIONS })).items.map(({ sim_id }) => sim_id));
    for (const id of ids) {
      const status = await answered(skein.status(id));
      expect(status !== null).toBe(left.has(id));
      if (!status) continue;
      expectLegal(status);
      const patient = servers[0].skein();
      const stopped = status.status === 'stopped' ? status : await patient.stop(id);
      const { edits } = await skein.edits(id);
      const { result_hash } = await skein.results(id);
      expect(result_hash).toBe(replayedHash(endless, edits, stopped.progress.simulated_sec));
      await patient.delete(id);
    }
    expect((await skein.list()).items).toEqual([]);
  });
});

describe('pauses and edits that come at once', () => {
  it('leave the simulation where the answers say, and standing still', async () => {
    const request = paced(2000, 20, 17);
    for (let round = 0; round < 3; round++) {
      const [skein] = servers.map((server) => server.skein()) as [Skein];
      const { sim_id } = await skein.simulate(request);
      await until(
        () => skein.status(sim_id),
        ({ status }) => status === 'running',
      );
      const calls = Array.from({ length: 6 }, (_, i) =>
        i % 2 === 0
          ? skein.pause(sim_id, { idempotencyKey: `pause-${sim_id}-${i}` })
          : skein.edit(sim_id, { operation: 'update_link', link_id: 'A-B', changes: { latency: 10 + i } }),
      );
      await Promise.allSettled(calls);
      const paused = await skein.pause(sim_id);
      const { edits } = await skein.edits(sim_id);
      const read = () => skein.results(sim_id);
      const found = [await read(), await read(), await read()].map(({ simulated_sec }) => simulated_sec);
      expect(found).toEqual(found.map(() => paused.simulated_sec));
      await skein.stop(sim_id);
      expect((await skein.results(sim_id)).result_hash).toBe(replayedHash(request, edits, paused.simulated_sec));
    }
  });
});
