import { afterEach, describe, expect, it } from '@jest/globals';
import { type PackedSnapshot, step } from '@skein/simulation';
import { CLAIMED, clear, FINISHED, LEFT, LOST, reclaimed, request, running, useStores, waiting } from './stores.js';

const [stores, elsewhere] = useStores(2);

afterEach(() => clear(stores));

/** The store takes any bytes for a snapshot. */
function snapshotAt(at_sec: number, edits_made = 0): PackedSnapshot {
  return { at_sec, edits_made, deflated: Buffer.from([0, 92, 255, at_sec]) };
}

async function lostAndReclaimed(claim: { simId: string; epoch: number }, loss = LOST) {
  await stores.claims.lose([claim], loss);
  return reclaimed(stores, claim.simId);
}

const STOPPED = [step('running', 'stop', 'stopped on request')];
const RESTARTED = [...STOPPED, step('stopped', 'restart', 'restarted on request')];

describe('the last snapshot of a simulation', () => {
  it('is handed to whoever brings it back, byte for byte, with the edits before and after it', async () => {
    const claim = await running(stores, 'r1');
    const { simId } = claim;
    const edits = [{ operation: 'fail_link', link_id: 'A-B' } as const];
    const editing = (version: number, seq: number, simulatedSec: number) =>
      stores.simulations.change({ simId, version, steps: [], simulatedSec, edit: { seq, edits }, request: request('edit') });
    await editing(2, 1, 1.5);
    await stores.claims.recordSnapshot(claim, snapshotAt(2));
    await stores.claims.recordSnapshot(claim, snapshotAt(3, 1));
    await editing(3, 2, 4.5);
    expect(await elsewhere.simulations.snapshot(simId, 1)).toEqual(snapshotAt(3, 1));
    const { course } = await lostAndReclaimed(claim);
    expect(course).toMatchObject({ edits: [{ seq: 1 }, { seq: 2 }], to_sec: 4.5, snapshot: snapshotAt(3, 1) });
  });

  it('takes the recorded simulated time along, and never back', async () => {
    const claim = await running(stores, 'r1');
    const simulated = async () => (await stores.simulations.find(claim.simId))?.simulatedSec;
    const before = await stores.simulations.find(claim.simId);
    await stores.claims.recordSnapshot(claim, snapshotAt(7));
    expect(await stores.simulations.find(claim.simId)).toEqual({ ...before, simulatedSec: 7 });
    await stores.claims.recordProgress([{ ...claim, simulatedSec: 9 }]);
    await stores.claims.recordSnapshot(claim, snapshotAt(8));
    expect(await simulated()).toBe(9);
    expect((await lostAndReclaimed(claim)).course).toMatchObject({ to_sec: 9, snapshot: snapshotAt(8) });
  });

  it('is replaced by one from before it, which only who could not use it can take', async () => {
    const claim = await running(stores, 'r1');
    await stores.claims.recordSnapshot(claim, snapshotAt(7));
    const again = await lostAndReclaimed(claim);
    await stores.claims.recordSnapshot(again, snapshotAt(3));
    expect((await lostAndReclaimed(again)).course).toMatchObject({ to_sec: 7, snapshot: snapshotAt(3) });
  });
});

describe('a snapshot that an agent has taken', () => {
  const takenOver = async (runner: string, from: { simId: string; epoch: number }) => {
    await stores.claims.lose([from], LEFT);
    return (await stores.claims.claim(runner, 1, CLAIMED))[0];
  };

  it('is handed to that agent alone, and replayed by no server', async () => {
    const claim = await running(stores, 'agent/a');
    await stores.claims.recordSnapshot(claim, snapshotAt(7));
    expect(await stores.simulations.snapshot(claim.simId, 1)).toBeNull();
    const byAnother = await takenOver('agent/ab', claim);
    expect(byAnother.course).toMatchObject({ to_sec: 7, snapshot: null });
    const byServer = await takenOver('r1', byAnother);
    expect(byServer.course).toMatchObject({ to_sec: 7, snapshot: null });
    const again = await takenOver('agent/a', byServer);
    expect(again.course).toMatchObject({ to_sec: 7, snapshot: snapshotAt(7) });
  });

  it('gives way to that of a server, which is for all', async () => {
    const claim = await running(stores, 'agent/a');
    await stores.claims.recordSnapshot(claim, snapshotAt(7));
    const byServer = await takenOver('r1', claim);
    await stores.claims.recordSnapshot(byServer, snapshotAt(8));
    expect((await takenOver('agent/b', byServer)).course).toMatchObject({ snapshot: snapshotAt(8) });
  });
});

describe('a snapshot of a claim that no longer holds', () => {
  it('changes nothing, before the simulation is claimed again or after', async () => {
    const stale = await running(stores, 'r1');
    await stores.claims.recordSnapshot(stale, snapshotAt(2));
    await stores.claims.lose([stale], LEFT);
    const late = async (): Promise<void> => {
      const before = await stores.simulations.find(stale.simId);
      await elsewhere.claims.recordSnapshot(stale, snapshotAt(9));
      expect(await stores.simulations.find(stale.simId)).toEqual(before);
      expect(await stores.simulations.snapshot(stale.simId, 1)).toEqual(snapshotAt(2));
    };
    await late();
    const again = await lostAndReclaimed(stale);
    await late();
    await stores.claims.end({ ...again, step: FINISHED, ended: { simulatedSec: 30, results: '{}' } });
    await late();
  });

  it('waits for the stop that ends its claim, and is then refused', async () => {
    const claim = await running(stores, 'r1');
    const stopping = stores.dataSource.createQueryRunner();
    await stopping.startTransaction();
    await stopping.query('UPDATE simulation_progress SET epoch = NULL, simulated_sec = 5 WHERE sim_id = $1', [claim.simId]);
    const late = elsewhere.claims.recordSnapshot(claim, snapshotAt(6));
    await waiting(stores);
    await stopping.commitTransaction();
    await stopping.release();
    await late;
    expect(await stores.simulations.find(claim.simId)).toMatchObject({ simulatedSec: 5 });
    expect(await stores.simulations.snapshot(claim.simId, 1)).toBeNull();
  });

  it('of a simulation that is being deleted neither is kept nor holds that up', async () => {
    const claims: { simId: string; epoch: number }[] = [];
    for (let i = 0; i < 10; i++) claims.push(await running(stores, 'r1'));
    await Promise.all(
      claims.flatMap((claim) => [
        elsewhere.claims.recordSnapshot(claim, snapshotAt(1)),
        stores.simulations.delete(claim.simId, 2, request('delete')),
        elsewhere.claims.recordSnapshot(claim, snapshotAt(2)),
      ]),
    );
    expect(await stores.dataSource.query('SELECT sim_id FROM simulation_snapshots')).toEqual([]);
  });
});

describe('the snapshots of runs that are over', () => {
  async function snapshotted() {
    const claim = await running(stores, 'r1');
    await stores.claims.recordSnapshot(claim, snapshotAt(4));
    return claim;
  }

  it('are forgotten, and no others', async () => {
    const [kept, lost, done, failed, stopped, restarted] = [
      await snapshotted(),
      await snapshotted(),
      await snapshotted(),
      await snapshotted(),
      await snapshotted(),
      await snapshotted(),
    ];
    await stores.claims.lose([lost], LOST);
    await stores.claims.end({ ...done, step: FINISHED, ended: { simulatedSec: 30, results: '{}' } });
    await stores.claims.end({ ...failed, step: step('running', 'fail', 'broken'), error: { code: 'broken', message: 'broken' } });
    await stores.simulations.change({ simId: stopped.simId, version: 2, steps: STOPPED, request: request('stop') });
    await stores.simulations.change({ simId: restarted.simId, version: 2, steps: RESTARTED, newRun: true, request: request('restart') });
    await stores.claims.forgetSnapshots();
    const left = await stores.dataSource.query<{ sim_id: string }[]>('SELECT sim_id FROM simulation_snapshots');
    expect(left.map(({ sim_id }) => sim_id).sort()).toEqual([kept.simId, lost.simId].sort());
  });

  it('are given to no run that comes after, and make room for its own', async () => {
    const { simId } = await snapshotted();
    await stores.simulations.change({ simId, version: 2, steps: RESTARTED, newRun: true, request: request('restart') });
    expect(await stores.simulations.snapshot(simId, 2)).toBeNull();
    const [second] = await stores.claims.claim('r1', 1, CLAIMED);
    expect(second).toMatchObject({ simId, course: { to_sec: 0, snapshot: null } });
    await stores.claims.recordProgress([{ ...second, simulatedSec: 5 }]);
    const again = await lostAndReclaimed(second);
    expect(again.course).toMatchObject({ to_sec: 5, snapshot: null });
    await stores.claims.recordSnapshot(again, snapshotAt(6));
    expect(await stores.simulations.snapshot(simId, 2)).toEqual(snapshotAt(6));
    expect((await lostAndReclaimed(again)).course).toMatchObject({ snapshot: snapshotAt(6) });
  });

  it('are of no use to an attempt that begins again', async () => {
    const claim = await snapshotted();
    await stores.claims.retry(claim, step('running', 'retry', 'out of memory'), 0);
    expect(await stores.claims.claim('r1', 1, CLAIMED)).toMatchObject([{ simId: claim.simId, course: { to_sec: 0, snapshot: null } }]);
  });
});
