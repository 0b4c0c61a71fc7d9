import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FROM_THE_START, RequestRefused, RunnerPool } from '@skein/runner';
import { threeRouters, undisturbedHash } from '../../libs/runner/src/testing/scenarios.js';
import { claim, hashOf } from '../../libs/runner/src/testing/test-host.js';
import { Reports } from './reports.js';

const LONG_MS = 50_000;
const endless = JSON.stringify(threeRouters({ duration_sec: 1e9 }));

describe('a pool of worker threads', () => {
  let pool: RunnerPool;
  let reports: Reports;
  const loads = () => pool.runners.map(({ load }) => load);

  beforeEach(() => {
    pool = new RunnerPool({ name: 'server-1', threads: 2, workerUrl: new URL('./fatal-worker.js', import.meta.url) });
    reports = new Reports(pool);
  });

  afterEach(() => pool.stop());

  it('names its runners after itself', () => {
    expect(pool.runners.map(({ id }) => id)).toEqual(['server-1/thread-1', 'server-1/thread-2']);
  });

  it('spreads simulations over its threads, and reports for all of them', async () => {
    const scenarios = [1, 2, 3, 4].map((seed) => threeRouters({ seed }));
    scenarios.forEach((scenario, i) => pool.start(claim(`s${i}`), JSON.stringify(scenario), 'max'));
    expect(loads()).toEqual([2, 2]);
    for (const [i, scenario] of scenarios.entries()) {
      const end = await reports.end(`s${i}`);
      expect(hashOf(end.type === 'done' ? end : undefined)).toBe(undisturbedHash(scenario));
    }
    expect(pool.load).toBe(0);
  });

  it('asks the thread that holds a simulation, and refuses for one that nobody holds', async () => {
    pool.start(claim('a'), endless, 1);
    pool.start(claim('b'), endless, 'max');
    const held = await pool.hold(claim('b'), true, LONG_MS);
    expect(held.simulated_sec).toBeGreaterThan(0);
    pool.release(claim('b'));
    expect((await pool.results(claim('b'), LONG_MS)).simulated_sec).toBeGreaterThan(held.simulated_sec);
    pool.drop(claim('b'));
    expect(loads()).toEqual([1, 0]);
    await expect(pool.results(claim('b'), LONG_MS)).rejects.toBeInstanceOf(RequestRefused);
    await expect(pool.hold(claim('a', 2), true, LONG_MS)).rejects.toBeInstanceOf(RequestRefused);
    expect(await pool.replay(endless, FROM_THE_START, true, LONG_MS)).toMatchObject({ simulated_sec: 0 });
  });

  it('has a newer epoch take the place of the older one', async () => {
    pool.start(claim('s', 1), endless, 'max');
    pool.start(claim('s', 2), JSON.stringify(threeRouters()), 'max');
    expect(loads()).toEqual([1, 0]);
    expect(await reports.end('s')).toMatchObject({ type: 'done', epoch: 2 });
  });

  it('runs apart, in a thread that is there only then, what may take others along', async () => {
    expect(pool.apart.id).toBe('server-1/apart');
    pool.start(claim('s'), endless, 'max');
    pool.start(claim('exit'), endless, 1, FROM_THE_START, true);
    expect([loads(), pool.apart.load, pool.load]).toEqual([[1, 0], 1, 2]);
    expect((await reports.lost()).lost).toEqual([claim('exit')]);
    pool.start(claim('s', 2), JSON.stringify(threeRouters()), 'max', FROM_THE_START, true);
    expect([loads(), pool.apart.load]).toEqual([[0, 0], 1]);
    pool.start(claim('s', 1), endless, 'max');
    expect(await reports.end('s')).toMatchObject({ type: 'done', epoch: 2 });
    expect(pool.load).toBe(0);
  });

  it('loses with a thread only what that thread held', async () => {
    pool.start(claim('survivor'), endless, 'max');
    pool.start(claim('exit'), endless, 1);
    expect((await reports.lost()).lost).toEqual([claim('exit')]);
    expect((await pool.results(claim('survivor'), LONG_MS)).simulated_sec).toBeGreaterThan(0);
    pool.start(claim('next'), JSON.stringify(threeRouters()), 'max');
    expect(await reports.end('next')).toMatchObject({ type: 'done' });
  });
});
