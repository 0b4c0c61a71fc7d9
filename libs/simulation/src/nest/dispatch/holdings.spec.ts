import { afterAll, describe, expect, it } from '@jest/globals';
import { WorkerRunner } from '@skein/runner';
import { Holdings } from './holdings.js';

const scenario = JSON.stringify({
  topology: { nodes: [], links: [] },
  traffic: [],
  config: { duration_sec: 1e9, speed: 1, seed: 1 },
});
const runners = ['first', 'second'].map((id) => new WorkerRunner(id)) as [WorkerRunner, WorkerRunner];
const [first, second] = runners;

afterAll(() => Promise.all(runners.map((runner) => runner.stop())));

describe('what the runners of a server hold', () => {
  it('is held by one of them: a newer claim ends the one that it follows, wherever that runs', () => {
    const holdings = new Holdings();
    const claims = [1, 2, 3].map((epoch) => ({ sim_id: 's', epoch }));
    for (const [i, runner] of [first, second, second].entries()) {
      const claim = claims[i];
      holdings.add(runner, claim);
      runner.start(claim, scenario, 1);
    }
    expect(first.load).toBe(0);
    expect(second.claimOf('s')).toEqual(claims[2]);
    expect([holdings.count(first), holdings.count(second)]).toEqual([0, 1]);
    expect(holdings.get(claims[1])).toBeUndefined();
  });

  it('is not taken away by an earlier claim that is heard of later', () => {
    const holdings = new Holdings();
    const [earlier, later] = [1, 2].map((epoch) => ({ sim_id: 'late', epoch }));
    expect([holdings.add(first, later), holdings.add(second, earlier)]).toEqual([true, false]);
    expect(holdings.all()).toMatchObject([{ claim: later, runner: { id: first.id } }]);
    expect([holdings.count(first), holdings.count(second)]).toEqual([1, 0]);
  });
});
