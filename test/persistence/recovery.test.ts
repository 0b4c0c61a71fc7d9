import { afterEach, describe, expect, it } from '@jest/globals';
import { step } from '@skein/simulation';
import { CLAIMED, clear, FINISHED, LEFT, LOST, makeDue, pausing, reclaimed, request, running, submit, useStores } from './stores.js';

const [stores] = useStores();

afterEach(() => clear(stores));

const FAILED_LINK = { operation: 'fail_link', link_id: 'A-B' } as const;
const RESTORED_LINK = { operation: 'restore_link', link_id: 'A-B' } as const;

/** When it may be claimed, by the clock of the database, in seconds. */
async function dueAt(simId: string): Promise<number> {
  const query = 'SELECT extract(epoch FROM due_at)::float8 AS due FROM simulations WHERE sim_id = $1';
  return (await stores.dataSource.query<[{ due: number }]>(query, [simId]))[0].due;
}

async function databaseClock(): Promise<number> {
  return (await stores.dataSource.query<[{ now: number }]>('SELECT extract(epoch FROM clock_timestamp())::float8 AS now'))[0].now;
}

describe('a simulation that has lost its runner', () => {
  it('stays running where it is, and is claimed at once, under the next epoch, to be brought back', async () => {
    const claim = await running(stores, 'r1');
    await stores.claims.recordProgress([{ ...claim, simulatedSec: 4.5 }]);
    const before = await stores.simulations.find(claim.simId);
    await stores.claims.lose([claim], LOST);
    expect(await stores.simulations.find(claim.simId)).toEqual({ ...before, runner: null, version: 3 });
    await stores.claims.heartbeat(['r2'], 3600);
    expect(await stores.claims.claim('r2', 10, CLAIMED)).toMatchObject([
      {
        simId: claim.simId,
        epoch: 2,
        scenario: '{"topology":{}}',
        speed: 1,
        course: { edits: [], to_sec: 4.5, paused: false, snapshot: null },
      },
    ]);
    const found = await stores.simulations.find(claim.simId);
    expect(found).toMatchObject({ status: 'running', runner: 'r2', version: 4, simulatedSec: 4.5, startedAt: before?.startedAt });
    expect(found?.transitions.map(({ from, to, reason, runner }) => [from, to, reason, runner])).toEqual([
      [null, 'pending', 'submitted', null],
      ['pending', 'running', 'claimed', 'r1'],
      ['running', 'running', 'recovered', 'r2'],
    ]);
  });

  it('stays paused, with all its edits', async () => {
    const claim = await running(stores, 'r1');
    const { simId } = claim;
    const edit = { simId, steps: [], request: request('edit') };
    await stores.simulations.change({ ...edit, version: 2, simulatedSec: 1.25, edit: { seq: 1, edits: [FAILED_LINK] } });
    const second = { seq: 2, edits: [RESTORED_LINK, FAILED_LINK] };
    await stores.simulations.change({ ...edit, version: 3, simulatedSec: 2.5, edit: second, request: request('edit') });
    await stores.simulations.change({ ...pausing(simId, 4), simulatedSec: 3.75 });
    await stores.claims.lose([claim], LOST);
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'paused', runner: null, simulatedSec: 3.75 });
    expect(await reclaimed(stores, simId)).toMatchObject({
      epoch: 2,
      course: {
        edits: [
          { seq: 1, at_sec: 1.25, edits: [FAILED_LINK] },
          { seq: 2, at_sec: 2.5, edits: [RESTORED_LINK, FAILED_LINK] },
        ],
        to_sec: 3.75,
        paused: true,
      },
    });
    const found = await stores.simulations.find(simId);
    expect(found).toMatchObject({ status: 'paused', runner: 'r2', simulatedSec: 3.75 });
    expect(found?.transitions.at(-1)).toMatchObject({ from: 'paused', to: 'paused', reason: 'recovered', runner: 'r2' });
  });

  it('can be paused, resumed and stopped while nobody holds it', async () => {
    const claim = await running(stores, 'r1');
    await stores.claims.recordProgress([{ ...claim, simulatedSec: 2 }]);
    await stores.claims.lose([claim], LOST);
    const { simId } = claim;
    expect(await stores.simulations.change(pausing(simId, 3))).toMatchObject({ status: 'paused', runner: null, simulatedSec: 2 });
    const resume = [step('paused', 'resume', 'resumed on request')];
    await stores.simulations.change({ simId, version: 4, steps: resume, request: request('resume') });
    const stop = [step('running', 'stop', 'stopped on request')];
    const stopped = await stores.simulations.change({ simId, version: 5, steps: stop, request: request('stop') });
    expect(stopped).toMatchObject({ status: 'stopped', runner: null, simulatedSec: 2 });
    expect(await stores.claims.claim('r2', 10, CLAIMED)).toEqual([]);
  });

  it('is claimed before what is pending, however long that has waited', async () => {
    const waiting = await submit(stores);
    await makeDue(stores, waiting.simId);
    const { simId: later } = await submit(stores);
    const taken = await stores.claims.claim('gone', 1, CLAIMED);
    expect(taken).toMatchObject([{ simId: waiting.simId }]);
    await stores.claims.lose(taken, LOST);
    await makeDue(stores, later);
    expect(await stores.claims.claim('r2', 1, CLAIMED)).toMatchObject([{ simId: waiting.simId, epoch: 2 }]);
    expect(await stores.claims.claim('r2', 1, CLAIMED)).toMatchObject([{ simId: later, epoch: 1 }]);
  });

  it('leaves the rest of a batch to what is pending', async () => {
    const lost = await running(stores, 'r1');
    await stores.claims.lose([lost], LOST);
    const pending = [await submit(stores), await submit(stores), await submit(stores)].map(({ simId }) => simId);
    const claimed = (await stores.claims.claim('r2', 3, CLAIMED)).map(({ simId }) => simId);
    expect(claimed).toHaveLength(3);
    expect(claimed).toContain(lost.simId);
    expect(claimed.filter((simId) => pending.includes(simId))).toHaveLength(2);
  });
});

describe('what the runner that was lost still reports', () => {
  it('changes nothing, before the simulation is claimed again or after', async () => {
    const stale = await running(stores, 'r1');
    await stores.claims.recordProgress([{ ...stale, simulatedSec: 3 }]);
    await stores.claims.lose([stale], LOST);
    const report = async (): Promise<void> => {
      const before = await stores.simulations.find(stale.simId);
      await stores.claims.recordProgress([{ ...stale, simulatedSec: 99 }]);
      expect(await stores.claims.end({ ...stale, step: FINISHED, ended: { simulatedSec: 30, results: '{}' } })).toBe(false);
      expect(await stores.claims.retry(stale, step('running', 'retry', 'out of memory'), 0)).toBe(false);
      await stores.claims.lose([stale], LOST);
      expect(await stores.simulations.find(stale.simId)).toEqual(before);
    };
    await report();
    const { epoch } = await reclaimed(stores, stale.simId);
    await report();
    await stores.claims.recordProgress([{ simId: stale.simId, epoch, simulatedSec: 3.5 }]);
    expect(await stores.simulations.find(stale.simId)).toMatchObject({ simulatedSec: 3.5, runner: 'r2' });
    expect(await stores.simulations.results(stale.simId, 1)).toBeNull();
  });
});

describe('losses in a row', () => {
  it('fail a simulation at the third without progress, which has waited longer each time', async () => {
    const { simId, epoch } = await running(stores, 'r1');
    await stores.claims.recordProgress([{ simId, epoch, simulatedSec: 5 }]);
    const waits = async (claim: { simId: string; epoch: number }) => {
      const beforeSec = await databaseClock();
      await stores.claims.lose([claim], LOST);
      return { least: (await dueAt(simId)) - (await databaseClock()), most: (await dueAt(simId)) - beforeSec };
    };
    const first = await waits({ simId, epoch });
    const second = await waits(await reclaimed(stores, simId));
    expect(first.least).toBeLessThanOrEqual(0.001);
    // It is kept in milliseconds.
    expect(second.most).toBeGreaterThanOrEqual(0.999);
    // However long that took: an hour later, it is not given to anybody before its time.
    await stores.dataSource.query(`UPDATE simulations SET due_at = due_at + interval '1 hour' WHERE sim_id = $1`, [simId]);
    expect(await stores.claims.claimSuspects('r2', 10, CLAIMED, 'any')).toEqual([]);
    const third = await reclaimed(stores, simId, 'r3');
    expect(third).toMatchObject({ epoch: 3, course: { to_sec: 5 } });
    await stores.claims.lose([third], LOST);
    const found = await stores.simulations.find(simId);
    expect(found).toMatchObject({
      status: 'failed',
      runner: null,
      error: { code: 'runner_lost', message: LOST.message },
      simulatedSec: 5,
      retryCount: 0,
    });
    expect(found?.finishedAt).not.toBeNull();
    expect(found?.transitions.slice(-2)).toMatchObject([
      { from: 'running', to: 'running', runner: 'r3' },
      { from: 'running', to: 'failed', reason: LOST.message, runner: null },
    ]);
    await makeDue(stores, simId);
    expect(await stores.claims.claimSuspects('r2', 10, CLAIMED, 'any')).toEqual([]);
  });

  it('are counted from the beginning after progress', async () => {
    let claim: { simId: string; epoch: number } = await running(stores, 'r1');
    for (let loss = 1; loss <= 4 * LOST.most; loss++) {
      if (loss % (LOST.most - 1) === 0) await stores.claims.recordProgress([{ ...claim, simulatedSec: loss }]);
      await stores.claims.lose([claim], LOST);
      claim = await reclaimed(stores, claim.simId);
    }
    expect(await stores.simulations.find(claim.simId)).toMatchObject({ status: 'running', error: null });
  });

  it('of what is paused are counted while it does not come back to where it stands', async () => {
    const { simId, epoch } = await running(stores, 'r1');
    await stores.claims.recordProgress([{ simId, epoch, simulatedSec: 5 }]);
    const { version } = (await stores.simulations.find(simId))!;
    const steps = [step('running', 'pause', 'paused on request')];
    await stores.simulations.change({ simId, version, steps, simulatedSec: 5, request: request('pause') });
    let claim: { simId: string; epoch: number } = { simId, epoch };
    for (let loss = 1; loss <= 2 * LOST.most; loss++) {
      await stores.claims.lose([claim], LOST);
      claim = await reclaimed(stores, simId);
      await stores.claims.recordProgress([{ ...claim, simulatedSec: 5 }]);
    }
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'paused', simulatedSec: 5, error: null });
    for (let loss = 1; loss < LOST.most; loss++) {
      await stores.claims.lose([claim], LOST);
      claim = await reclaimed(stores, simId);
    }
    await stores.claims.lose([claim], LOST);
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'failed', error: { code: 'runner_lost' } });
  });

  it('do not come to an end by an orderly shutdown, nor start over by one', async () => {
    let claim: { simId: string; epoch: number } = await running(stores, 'r1');
    for (let i = 0; i < 2 * LOST.most; i++) {
      await stores.claims.lose([claim], LEFT);
      expect((await dueAt(claim.simId)) - (await databaseClock())).toBeLessThanOrEqual(0.001);
      claim = await reclaimed(stores, claim.simId);
    }
    for (const loss of [LOST, LEFT, LOST, LEFT]) {
      await stores.claims.lose([claim], loss);
      claim = await reclaimed(stores, claim.simId);
    }
    await stores.claims.lose([claim], LOST);
    expect(await stores.simulations.find(claim.simId)).toMatchObject({ status: 'failed', error: { code: 'runner_lost' } });
  });

  it('are forgotten by a new run', async () => {
    let claim: { simId: string; epoch: number } = await running(stores, 'r1');
    const { simId } = claim;
    const fail = async (): Promise<number> => {
      for (let losses = 1; ; losses++) {
        await stores.claims.lose([claim], LOST);
        if ((await stores.simulations.find(simId))?.status === 'failed') return losses;
        claim = await reclaimed(stores, simId);
      }
    };
    expect(await fail()).toBe(LOST.most);
    const { version } = (await stores.simulations.find(simId))!;
    const steps = [step('failed', 'restart', 'restarted on request')];
    const restarted = await stores.simulations.change({ simId, version, steps, newRun: true, request: request('restart') });
    expect(restarted).toMatchObject({ status: 'pending', error: null, finishedAt: null });
    claim = await reclaimed(stores, simId);
    expect(await fail()).toBe(LOST.most);
  });
});
