import { describe, expect, it } from '@jest/globals';
import { type ClaimedSimulation, type ClaimEnd, step } from '@skein/simulation';
import { CONFIG_DEFAULTS } from '@skein/topology';
import { CLAIMED, FINISHED, LOST, makeDue, request, running, type Stores, submit, waiting, useStores } from './stores.js';

const [stores, elsewhere] = useStores(2);

const RETRIED = step('running', 'retry', 'its worker failed');
const done = (simId: string, epoch: number) => ({ simId, epoch, step: FINISHED, ended: { simulatedSec: 30, results: '{"done":1}' } });

describe('claiming', () => {
  it('gives each of many simulations to one of the servers that claim at once, oldest first', async () => {
    const submitted = [];
    for (let i = 0; i < 300; i++) submitted.push((await submit(stores)).simId);
    const claims: ClaimedSimulation[][] = [];
    const claimAll = async ({ claims: store }: Stores, runner: string): Promise<void> => {
      for (let taken = await store.claim(runner, 7, CLAIMED); taken.length > 0; taken = await store.claim(runner, 7, CLAIMED))
        claims.push(taken);
    };
    // A claim skips the rows that another is taking, so one that finds none may be early: ask again until all are taken.
    while (claims.flat().length < 300) await Promise.all([1, 2, 3, 4].map((n) => claimAll(n % 2 ? stores : elsewhere, `r${n}`)));
    expect(
      claims
        .flat()
        .map(({ simId }) => simId)
        .sort(),
    ).toEqual([...submitted].sort());
    const place = new Map(submitted.map((simId, i) => [simId, i]));
    const dueTimes = await stores.dataSource.query<{ sim_id: string; due_at: Date }[]>('SELECT sim_id, due_at FROM simulations');
    const dueAt = new Map(dueTimes.map(({ sim_id, due_at }) => [sim_id, due_at.getTime()]));
    expect(place.size).toBe(300);
    for (const batch of claims) {
      const times = batch.map(({ simId }) => dueAt.get(simId)!);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('takes no more of large ones at once than it must', async () => {
    const scenario = JSON.stringify('x'.repeat(300_000));
    for (let i = 0; i < 20; i++) await submit(stores, { scenario });
    const claimed = async () => (await stores.claims.claim('r1', 100, CLAIMED)).length;
    expect([await claimed(), await claimed(), await claimed()]).toEqual([16, 4, 0]);
  });

  it('hands out the scenario and the pace, and shows in the history', async () => {
    const simulation = await submit(stores, {
      scenario: '{"x":1}',
      config: { ...CONFIG_DEFAULTS, sample_interval_sec: 0.2, speed: 'max' },
    });
    const course = { edits: [], to_sec: 0, paused: false, snapshot: null };
    expect(await stores.claims.claim('r1', 10, CLAIMED)).toEqual([
      {
        simId: simulation.simId,
        epoch: 1,
        scenario: '{"x":1}',
        speed: 'max',
        durationSec: 30,
        course,
        waitedSec: expect.any(Number),
        recovered: false,
      },
    ]);
    const found = await stores.simulations.find(simulation.simId);
    expect(found).toMatchObject({ status: 'running', runner: 'r1', epoch: 1, version: 2 });
    expect(found?.startedAt).not.toBeNull();
    expect(found?.transitions.at(-1)).toMatchObject({ run: 1, from: 'pending', to: 'running', reason: 'claimed', runner: 'r1' });
  });
});

describe('a claim', () => {
  it('records progress that does not move the version', async () => {
    const [one, two] = [await running(stores, 'r1'), await running(stores, 'r1')];
    await stores.claims.recordProgress([
      { ...one, simulatedSec: 1.5 },
      { ...two, simulatedSec: 0.1 + 0.2 },
    ]);
    expect(await stores.simulations.find(one.simId)).toMatchObject({ simulatedSec: 1.5, version: 2 });
    expect(await stores.simulations.find(two.simId)).toMatchObject({ simulatedSec: 0.1 + 0.2, version: 2 });
    await stores.claims.recordProgress([]);
  });

  it('ends once, with results and exact time', async () => {
    const { simId, epoch } = await running(stores, 'r1');
    expect(await stores.claims.end(done(simId, epoch))).toBe(true);
    expect(await stores.claims.end(done(simId, epoch))).toBe(false);
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'done', runner: null, simulatedSec: 30, error: null, version: 3 });
    expect(await stores.simulations.results(simId, 1)).toBe('{"done":1}');
  });

  it('ends together with others, each with what is its own, and without those that no longer hold', async () => {
    const claims: { simId: string; epoch: number }[] = [];
    while (claims.length < 9) claims.push(await running(stores, 'r1'));
    const ends = claims.map(({ simId, epoch }, i): ClaimEnd => {
      const claim = { simId, epoch: i === 4 ? epoch + 1 : epoch };
      if (i % 3 === 1) return { ...claim, step: step('running', 'fail', `cause ${i}`), error: { code: 'engine_failure', message: `${i}` } };
      return { ...claim, step: FINISHED, ended: { simulatedSec: i / 3, results: JSON.stringify({ i, text: 'ü'.repeat(i) }) } };
    });
    expect(await Promise.all(ends.map((end) => stores.claims.end(end)))).toEqual(ends.map((_, i) => i !== 4));
    for (const [i, { simId, ended, error, step: last }] of ends.entries()) {
      const found = await stores.simulations.find(simId);
      if (i === 4) expect(found).toMatchObject({ status: 'running', runner: 'r1', version: 2 });
      else expect(found).toMatchObject({ status: last.to, runner: null, error: error ?? null, simulatedSec: ended?.simulatedSec ?? 0 });
      expect(await stores.simulations.results(simId, 1)).toBe(ended?.results ?? null);
      expect(found?.transitions).toHaveLength(i === 4 ? 2 : 3);
      if (i !== 4) expect(found?.transitions.at(-1)).toMatchObject({ to: last.to, reason: last.reason });
    }
  });

  it('is refused alone where the database cannot take what it ends with', async () => {
    const [one, other] = [await running(stores, 'r1'), await running(stores, 'r1')];
    const refused = { ...done(other.simId, other.epoch), step: { ...FINISHED, reason: 'a\u0000b' } };
    const outcomes = await Promise.allSettled([stores.claims.end(done(one.simId, one.epoch)), stores.claims.end(refused)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await stores.simulations.find(one.simId)).toMatchObject({ status: 'done' });
    expect(await stores.simulations.find(other.simId)).toMatchObject({ status: 'running' });
  });

  it('ends in failure with its cause, which a new run forgets', async () => {
    const { simId, epoch } = await running(stores, 'r1');
    const error = { code: 'engine_invariant', message: 'packets were not conserved' };
    expect(await stores.claims.end({ simId, epoch, step: step('running', 'fail', 'the engine failed'), error })).toBe(true);
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'failed', error });
    expect(await stores.simulations.results(simId, 1)).toBeNull();
    const steps = [step('failed', 'restart', 'restarted by request')];
    const restarted = await stores.simulations.change({ simId, version: 3, steps, newRun: true, request: request('restart') });
    expect(restarted).toMatchObject({ status: 'pending', error: null, run: 2 });
    const [again] = (await stores.claims.claim('r1', 100, CLAIMED)).filter((claim) => claim.simId === simId);
    expect(again).toMatchObject({ epoch: 2 });
    expect(await stores.claims.end(done(simId, 2))).toBe(true);
    expect(await stores.simulations.results(simId, 2)).toBe('{"done":1}');
  });

  it('that is tried again counts, and is due only after the delay', async () => {
    const { simId, epoch } = await running(stores, 'r1');
    expect(await stores.claims.retries({ simId, epoch })).toBe(0);
    await stores.claims.recordProgress([{ simId, epoch, simulatedSec: 9 }]);
    expect(await stores.claims.retry({ simId, epoch }, RETRIED, 3600)).toBe(true);
    expect(await stores.claims.retries({ simId, epoch })).toBeNull();
    const found = await stores.simulations.find(simId);
    expect(found).toMatchObject({ status: 'pending', retryCount: 1, runner: null, simulatedSec: 0, version: 3 });
    const [{ due_at }] = await stores.dataSource.query<[{ due_at: Date }]>('SELECT due_at FROM simulations WHERE sim_id = $1', [simId]);
    expect(found?.transitions.at(-1)).toMatchObject({ ...RETRIED, runner: null, nextAttemptAt: due_at });
    expect(due_at.getTime() - found!.transitions.at(-1)!.at.getTime()).toBeGreaterThan(3_590_000);
    expect(await stores.claims.claim('r1', 100, CLAIMED)).toEqual([]);
    await makeDue(stores, simId);
    expect(await stores.claims.claim('r1', 100, CLAIMED)).toMatchObject([{ simId, epoch: 2 }]);
    expect(await stores.claims.retries({ simId, epoch: 2 })).toBe(1);
  });
});

describe('a stale claim', () => {
  it('changes nothing, whatever it reports', async () => {
    const stale = await running(stores, 'r1');
    await stores.claims.lose([stale], LOST);
    expect(await stores.claims.claim('r2', 1, CLAIMED)).toMatchObject([{ simId: stale.simId, epoch: 2 }]);
    const before = await stores.simulations.find(stale.simId);
    await stores.claims.recordProgress([{ ...stale, simulatedSec: 99 }]);
    expect(await stores.claims.end(done(stale.simId, stale.epoch))).toBe(false);
    expect(await stores.claims.retry(stale, RETRIED, 0)).toBe(false);
    await stores.claims.lose([stale], LOST);
    expect(await stores.claims.retries(stale)).toBeNull();
    expect(await stores.simulations.find(stale.simId)).toEqual(before);
    expect(await stores.simulations.results(stale.simId, 1)).toBeNull();
  });

  it('of a stopped simulation does not move the time that the stop recorded', async () => {
    const claim = await running(stores, 'r1');
    const steps = [step('running', 'stop', 'stopped by request')];
    const change = { simId: claim.simId, version: 2, steps, simulatedSec: 5, results: '{}', request: request('stop') };
    // The batch waits for the stop's lock on the progress row, and must then see what the stop made of it.
    const stopping = stores.dataSource.createQueryRunner();
    await stopping.startTransaction();
    await stopping.query('UPDATE simulation_progress SET epoch = NULL, simulated_sec = 5 WHERE sim_id = $1', [claim.simId]);
    const late = elsewhere.claims.recordProgress([{ ...claim, simulatedSec: 6 }]);
    await waiting(stores);
    await stopping.commitTransaction();
    await stopping.release();
    await late;
    expect(await stores.simulations.find(claim.simId)).toMatchObject({ simulatedSec: 5 });
    await stores.simulations.change(change);
    await elsewhere.claims.recordProgress([{ ...claim, simulatedSec: 6 }]);
    expect(await stores.simulations.find(claim.simId)).toMatchObject({ simulatedSec: 5, status: 'stopped' });
  });

  it('is left out of what a runner holds', async () => {
    const [kept, stopped, deleted] = [await running(stores, 'q1'), await running(stores, 'q1'), await running(stores, 'q1')];
    const steps = [step('running', 'stop', 'stopped by request')];
    for (const { simId } of [stopped, deleted]) await stores.simulations.change({ simId, version: 2, steps, request: request('stop') });
    await stores.simulations.delete(deleted.simId, 3, request('delete'));
    await running(stores, 'q3');
    expect(await stores.claims.heldBy(['q1', 'q2'])).toEqual([{ ...kept, runner: 'q1' }]);
    expect(await stores.claims.heldBy([])).toEqual([]);
  });
});
