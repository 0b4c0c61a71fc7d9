import { afterEach, describe, expect, it } from '@jest/globals';
import { VersionConflict } from '@skein/problem';
import { type StatusChange, step } from '@skein/simulation';
import { CONFIG_DEFAULTS, type Edit } from '@skein/topology';
import { CLAIMED, clear, LOST, request, running, submit, useStores } from './stores.js';

const [stores, elsewhere] = useStores(2);

afterEach(() => clear(stores));

const FAIL: Edit = { operation: 'fail_link', link_id: 'A-B' };
const RESTORE: Edit = { operation: 'restore_link', link_id: 'A-B' };

function editing(simId: string, version: number, seq: number, simulatedSec: number, edits: Edit[] = [FAIL]): StatusChange {
  return { simId, version, steps: [], simulatedSec, edit: { seq, edits }, request: request('edit') };
}

/** The log without the times at which it was written. */
async function log(simId: string, run: number): Promise<object[]> {
  return (await elsewhere.simulations.edits(simId, run)).map(({ at: _, ...entry }) => entry);
}

describe('an edit', () => {
  it('is logged at its simulated time, with what it makes of the simulation, and takes no step', async () => {
    const { simId } = await running(stores, 'r1');
    const before = await stores.simulations.find(simId);
    const edited = await stores.simulations.change({ ...editing(simId, 2, 1, 1.5), size: { nodes: 5, links: 7 } });
    expect(edited).toEqual({ ...before, version: 3, simulatedSec: 1.5, nodes: 5, links: 7 });
    expect(edited).toEqual(await elsewhere.simulations.find(simId));
    await stores.simulations.change(editing(simId, 3, 2, 1.5, [RESTORE, FAIL]));
    expect(await log(simId, 1)).toEqual([
      { seq: 1, at_sec: 1.5, edits: [FAIL] },
      { seq: 2, at_sec: 1.5, edits: [RESTORE, FAIL] },
    ]);
    const [{ at }] = await stores.simulations.edits(simId, 1);
    expect(at.getTime()).toBeGreaterThanOrEqual(edited.startedAt!.getTime());
  });

  it('keeps the order of its members, which is part of what is replayed', async () => {
    const { simId } = await running(stores, 'r1');
    const odd = { node_id: '\u202e"\\é', operation: 'fail_router' } as const;
    await stores.simulations.change(editing(simId, 2, 1, 1, [odd]));
    const [{ edits }] = await stores.simulations.edits(simId, 1);
    expect(JSON.stringify(edits)).toBe(JSON.stringify([odd]));
    await stores.claims.lose([{ simId, epoch: 1 }], LOST);
    const [{ course }] = await stores.claims.claim('r2', 1, CLAIMED);
    expect(JSON.stringify(course.edits)).toBe(JSON.stringify([{ seq: 1, at_sec: 1, edits: [odd] }]));
  });

  it('at a version that is gone by is refused, and nothing of it kept', async () => {
    const { simId } = await running(stores, 'r1');
    const late = editing(simId, 1, 1, 9);
    const before = await stores.simulations.find(simId);
    await expect(stores.simulations.change({ ...late, size: { nodes: 9, links: 9 } })).rejects.toThrow(VersionConflict);
    expect(await stores.simulations.find(simId)).toEqual(before);
    expect(await log(simId, 1)).toEqual([]);
    expect(await stores.simulations.answered(late.request.requestId)).toBeNull();
  });

  it('under a request id that is taken is refused, and nothing of it kept', async () => {
    const { simId } = await running(stores, 'r1');
    const first = editing(simId, 2, 1, 1);
    await stores.simulations.change(first);
    const before = await stores.simulations.find(simId);
    const again = { ...editing(simId, 3, 2, 2), request: first.request };
    await expect(stores.simulations.change(again)).rejects.toThrow(VersionConflict);
    expect(await stores.simulations.find(simId)).toEqual(before);
    expect(await log(simId, 1)).toHaveLength(1);
  });

  it('is found by its request with the answer that it was given', async () => {
    const { simId } = await running(stores, 'r1');
    const change = editing(simId, 2, 1, 1.25);
    const answer = { version: 3, simulated_sec: 1.25, nested: { z: [1, null], a: 'é' } };
    await stores.simulations.change({ ...change, answer });
    const found = await elsewhere.simulations.answered(change.request.requestId);
    expect(found).toEqual({ ...change.request, simId, answer });
    expect(JSON.stringify(found?.answer)).toBe(JSON.stringify(answer));
  });

  it('is one of many that race for a version, and the only one that is logged', async () => {
    const { simId } = await running(stores, 'r1');
    const racers = Array.from({ length: 20 }, (_, i) => ({ store: (i % 2 ? stores : elsewhere).simulations, atSec: i }));
    const outcomes = await Promise.allSettled(racers.map(({ store, atSec }) => store.change(editing(simId, 2, 1, atSec))));
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await log(simId, 1)).toEqual([{ seq: 1, at_sec: winner, edits: [FAIL] }]);
    expect(await stores.simulations.find(simId)).toMatchObject({ simulatedSec: winner, version: 3 });
  });

  it('of what is pending is part of the course that it begins with', async () => {
    const { simId } = await submit(stores);
    await stores.simulations.change(editing(simId, 1, 1, 0));
    expect(await stores.claims.claim('r1', 1, CLAIMED)).toMatchObject([
      { simId, epoch: 1, course: { edits: [{ seq: 1, at_sec: 0, edits: [FAIL] }], to_sec: 0, paused: false } },
    ]);
  });

  it('stays in the course of what is tried again from the beginning', async () => {
    const { simId, epoch } = await running(stores, 'r1');
    await stores.simulations.change(editing(simId, 2, 1, 6));
    expect(await stores.claims.retry({ simId, epoch }, step('running', 'retry', 'out of memory'), 0)).toBe(true);
    expect(await stores.claims.claim('r1', 1, CLAIMED)).toMatchObject([
      { simId, epoch: 2, course: { edits: [{ seq: 1, at_sec: 6, edits: [FAIL] }], to_sec: 6, paused: false } },
    ]);
  });

  it('goes with its simulation', async () => {
    const { simId } = await submit(stores);
    await stores.simulations.change(editing(simId, 1, 1, 0));
    await stores.simulations.delete(simId, 2, request('delete'));
    expect(await log(simId, 1)).toEqual([]);
  });
});

describe('the progress of an edited simulation', () => {
  it('does not go back behind the edit by a report from before it', async () => {
    const claim = await running(stores, 'r1');
    const simulated = async () => (await stores.simulations.find(claim.simId))?.simulatedSec;
    await stores.claims.recordProgress([{ ...claim, simulatedSec: 2 }]);
    await stores.simulations.change(editing(claim.simId, 2, 1, 2.75));
    await stores.claims.recordProgress([{ ...claim, simulatedSec: 2.5 }]);
    expect(await simulated()).toBe(2.75);
    await stores.claims.recordProgress([{ ...claim, simulatedSec: 3 }]);
    expect(await simulated()).toBe(3);
  });

  it('lets the runner go on reporting under its claim', async () => {
    const claim = await running(stores, 'r1');
    await stores.simulations.change(editing(claim.simId, 2, 1, 1));
    expect(await stores.claims.heldBy(['r1'])).toEqual([{ ...claim, runner: 'r1' }]);
    expect(
      await stores.claims.end({ ...claim, step: step('running', 'finish', 'finished'), ended: { simulatedSec: 30, results: '{}' } }),
    ).toBe(true);
  });
});

describe('a new run', () => {
  const steps = [step('running', 'stop', 'stopped to be restarted'), step('stopped', 'restart', 'restarted on request')];
  const restarting = (simId: string): StatusChange => ({ simId, version: 4, steps, newRun: true, request: request('restart') });

  async function edited(): Promise<string> {
    const { simId } = await running(stores, 'r1');
    await stores.simulations.change(editing(simId, 2, 1, 1.5));
    await stores.simulations.change(editing(simId, 3, 2, 2.5, [RESTORE]));
    return simId;
  }

  const EDITS = [
    { seq: 1, at_sec: 1.5, edits: [FAIL] },
    { seq: 2, at_sec: 2.5, edits: [RESTORE] },
  ];

  it('begins without the edits of the one before, whose log stays', async () => {
    const simId = await edited();
    expect(await stores.simulations.change(restarting(simId))).toMatchObject({ run: 2, status: 'pending', simulatedSec: 0 });
    expect(await log(simId, 1)).toEqual(EDITS);
    expect(await log(simId, 2)).toEqual([]);
    expect(await stores.claims.claim('r1', 1, CLAIMED)).toMatchObject([{ simId, course: { edits: [], to_sec: 0 } }]);
  });

  it('begins with them where they are to be kept, and can be edited further', async () => {
    const simId = await edited();
    await stores.simulations.change({ ...restarting(simId), keepEdits: true });
    const kept = EDITS.map((entry) => ({ ...entry, at_sec: 0 }));
    expect(await log(simId, 1)).toEqual(EDITS);
    expect(await log(simId, 2)).toEqual(kept);
    await stores.simulations.change(editing(simId, 5, 3, 0));
    const course = { edits: [...kept, { seq: 3, at_sec: 0, edits: [FAIL] }], to_sec: 0, paused: false };
    expect(await stores.claims.claim('r1', 1, CLAIMED)).toMatchObject([{ simId, epoch: 2, course }]);
  });

  it('keeps those of the run that ends, and of no run before it', async () => {
    const simId = await edited();
    await stores.simulations.change(restarting(simId));
    await stores.claims.claim('r1', 1, CLAIMED);
    await stores.simulations.change(editing(simId, 6, 1, 9));
    await stores.simulations.change({ ...restarting(simId), version: 7, keepEdits: true });
    expect(await log(simId, 3)).toEqual([{ seq: 1, at_sec: 0, edits: [FAIL] }]);
  });
});

describe('a change of the pace', () => {
  it('is what the next runner is told, and takes no step', async () => {
    const claim = await running(stores, 'r1');
    const config = { ...CONFIG_DEFAULTS, sample_interval_sec: 0.2, speed: 12.5 };
    const changed = await stores.simulations.change({ simId: claim.simId, version: 2, steps: [], config, request: request('speed') });
    expect(changed).toMatchObject({ config, version: 3, status: 'running', runner: 'r1', simulatedSec: 0 });
    expect(changed.transitions).toHaveLength(2);
    await stores.claims.lose([claim], LOST);
    expect(await stores.claims.claim('r2', 1, CLAIMED)).toMatchObject([{ simId: claim.simId, speed: 12.5 }]);
  });
});
