import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { VersionConflict } from '@skein/problem';
import { type StatusChange, step } from '@skein/simulation';
import { createDatabase, type TestDatabase } from '../support/database.js';
import {
  CLAIMED,
  clear,
  FINISHED,
  LOST,
  makeDue,
  openStores,
  pausing,
  reclaimed,
  request,
  running,
  type Stores,
  waiting,
} from './stores.js';

let database: TestDatabase;
let stores: Stores;
let elsewhere: Stores;

beforeAll(async () => {
  database = await createDatabase();
  [stores, elsewhere] = await Promise.all([openStores(database.url), openStores(database.url)]);
});

afterEach(() => clear(stores));

afterAll(async () => {
  await Promise.all([stores.close(), elsewhere.close()]);
  await database.drop();
});

function editing(simId: string, version: number, seq: number, simulatedSec: number): StatusChange {
  const edits = [{ operation: 'fail_link', link_id: 'A-B' } as const];
  return { simId, version, steps: [], simulatedSec, edit: { seq, edits }, request: request('edit') };
}

/**
 * One statement overtakes another: the first has changed the simulation and waits to change its progress, which is locked here; the second, which
 * still sees all as it was, waits for the first.
 */
async function overlapping<A, B>(simId: string, first: () => Promise<A>, second: () => Promise<B>) {
  const lock = stores.dataSource.createQueryRunner();
  await lock.startTransaction();
  await lock.query('SELECT FROM simulation_progress WHERE sim_id = $1 FOR UPDATE', [simId]);
  const one = first();
  await waiting(stores, 1);
  const two = second();
  await waiting(stores, 2);
  await lock.commitTransaction();
  await lock.release();
  return Promise.allSettled([one, two]);
}

describe('a loss that meets a change', () => {
  it('takes the simulation from the runner all the same when it has just been paused', async () => {
    const claim = await running(stores, 'r1');
    const { simId } = claim;
    const outcomes = await overlapping(
      simId,
      () => stores.simulations.change({ ...pausing(simId, 2), simulatedSec: 3 }),
      () => elsewhere.claims.lose([claim], LOST),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'paused', runner: null, version: 4, simulatedSec: 3 });
    expect(await stores.claims.claim('r2', 1, CLAIMED)).toMatchObject([{ simId, epoch: 2, course: { to_sec: 3, paused: true } }]);
  });

  it('fails what has just been paused, by the step from there, when it was the last straw', async () => {
    let claim: { simId: string; epoch: number } = await running(stores, 'r1');
    const { simId } = claim;
    for (let loss = 1; loss < LOST.most; loss++) {
      await stores.claims.lose([claim], LOST);
      claim = await reclaimed(stores, simId);
    }
    const { version } = (await stores.simulations.find(simId))!;
    await overlapping(
      simId,
      () => stores.simulations.change(pausing(simId, version)),
      () => elsewhere.claims.lose([claim], LOST),
    );
    const found = await stores.simulations.find(simId);
    expect(found?.transitions.slice(-2).map(({ from, to }) => [from, to])).toEqual([
      ['running', 'paused'],
      ['paused', 'failed'],
    ]);
    expect(found).toMatchObject({ status: 'failed', runner: null });
  });

  it('is counted where an edit has just taken the simulation to', async () => {
    const claim = await running(stores, 'r1');
    const { simId } = claim;
    await overlapping(
      simId,
      () => stores.simulations.change(editing(simId, 2, 1, 7)),
      () => elsewhere.claims.lose([claim], LOST),
    );
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'running', runner: null, version: 4, simulatedSec: 7 });
    for (let loss = 2; loss <= LOST.most; loss++) {
      await stores.claims.lose([await reclaimed(stores, simId)], LOST);
    }
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'failed' });
  });

  it('makes the change start over when it comes first', async () => {
    const claim = await running(stores, 'r1');
    const { simId } = claim;
    const [, edited] = await overlapping(
      simId,
      () => stores.claims.lose([claim], LOST),
      () => elsewhere.simulations.change(editing(simId, 2, 1, 7)),
    );
    expect(edited).toMatchObject({ status: 'rejected', reason: expect.any(VersionConflict) as unknown });
    expect(await stores.simulations.edits(simId, 1)).toEqual([]);
  });

  it('is one loss when two servers find it', async () => {
    const claim = await running(stores, 'r1');
    const { simId } = claim;
    await stores.dataSource.query('TRUNCATE runners');
    const found = await overlapping(
      simId,
      () => stores.claims.freeLost(LOST),
      () => elsewhere.claims.freeLost(LOST),
    );
    expect(found).toMatchObject([{ value: 1 }, { value: 0 }]);
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'running', runner: null, version: 3 });
  });
});

describe('a report that meets an edit', () => {
  it('does not take the simulation back behind it', async () => {
    const claim = await running(stores, 'r1');
    const editing = stores.dataSource.createQueryRunner();
    await editing.startTransaction();
    await editing.query('UPDATE simulation_progress SET simulated_sec = 2.75 WHERE sim_id = $1', [claim.simId]);
    const late = elsewhere.claims.recordProgress([{ ...claim, simulatedSec: 2.5 }]);
    await waiting(stores);
    await editing.commitTransaction();
    await editing.release();
    await late;
    expect(await stores.simulations.find(claim.simId)).toMatchObject({ simulatedSec: 2.75 });
  });
});

describe('a claim that meets an edit', () => {
  it('makes the edit start over when it comes first', async () => {
    const claim = await running(stores, 'r1');
    const { simId } = claim;
    await stores.claims.lose([claim], LOST);
    const [claimed, edited] = await overlapping(
      simId,
      () => stores.claims.claim('r2', 1, CLAIMED),
      () => elsewhere.simulations.change(editing(simId, 3, 1, 7)),
    );
    expect(claimed).toMatchObject({ value: [{ simId, epoch: 2, course: { edits: [], to_sec: 0 } }] });
    expect(edited).toMatchObject({ status: 'rejected', reason: expect.any(VersionConflict) as unknown });
    expect(await stores.simulations.edits(simId, 1)).toEqual([]);
  });

  it('brings the simulation back with it, or leaves the simulation to the next claim', async () => {
    // One row after the other, as of many, where the database would otherwise lock both before it goes on.
    for (const method of ['hashjoin', 'mergejoin', 'material', 'sort']) {
      await stores.dataSource.query(
        `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET enable_${method} = off', current_database()); END $$`,
      );
    }
    const slow = await openStores(database.url);
    const [first, second] = [await running(stores, 'r1'), await running(stores, 'r1')];
    await stores.claims.lose([first, second], LOST);
    await makeDue(stores, first.simId);
    // The claim has begun, and stands at the first, when the second is edited.
    const lock = stores.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('SELECT FROM simulation_progress WHERE sim_id = $1 FOR UPDATE', [first.simId]);
    const claiming = slow.claims.claim('r2', 2, CLAIMED);
    await waiting(stores);
    let decided = false;
    const edited = stores.simulations.change(editing(second.simId, 3, 1, 7)).finally(() => (decided = true));
    await Promise.race([edited, waiting(stores, 2, () => decided)]);
    await lock.commitTransaction();
    await lock.release();
    const [made] = await Promise.allSettled([edited]);
    const claimed = [...(await claiming), ...(await stores.claims.claim('r2', 2, CLAIMED))];
    expect(claimed.map(({ simId }) => simId).sort()).toEqual([first.simId, second.simId].sort());
    await slow.close();
    // Where the database has locked both after all, the edit came too late, and must say so.
    const course = made.status === 'fulfilled' ? { edits: [{ seq: 1 }], to_sec: 7 } : { edits: [], to_sec: 0 };
    expect(claimed.find(({ simId }) => simId === second.simId)).toMatchObject({ course });
  });
});

describe('a deletion, whoever makes it,', () => {
  const stopped = (simId: string): StatusChange => ({
    simId,
    version: 2,
    steps: [step('running', 'stop', 'stopped on request')],
    results: '{}',
    request: request('stop'),
  });
  const restarted = (simId: string): StatusChange => ({
    ...stopped(simId),
    steps: [step('running', 'stop', 'stopped'), step('stopped', 'restart', 'restarted')],
    newRun: true,
  });

  it.each<[string, (claim: { simId: string; epoch: number }) => Promise<unknown>]>([
    ['an end', (claim) => stores.claims.end({ ...claim, step: FINISHED, ended: { simulatedSec: 30, results: '{}' } })],
    ['a pause', ({ simId }) => stores.simulations.change(pausing(simId, 2))],
    ['a stop', ({ simId }) => stores.simulations.change(stopped(simId))],
    ['a restart', ({ simId }) => stores.simulations.change(restarted(simId))],
    ['a loss', (claim) => stores.claims.lose([claim], { ...LOST, most: 1 })],
    ['another attempt', (claim) => stores.claims.retry(claim, step('running', 'retry', 'again'), 1)],
  ])('that has waited for %s leaves nothing of what that added', async (_, change) => {
    const claim = await running(stores, 'r1');
    const query = (text: string) => elsewhere.dataSource.query<unknown[]>(text, [claim.simId]);
    const outcomes = await overlapping(
      claim.simId,
      () => change(claim),
      () => query('DELETE FROM simulations WHERE sim_id = $1'),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    for (const table of ['simulations', ...['scenarios', 'progress', 'transitions', 'results'].map((name) => `simulation_${name}`)])
      expect([table, await query(`SELECT * FROM ${table} WHERE sim_id = $1`)]).toEqual([table, []]);
  });
});
