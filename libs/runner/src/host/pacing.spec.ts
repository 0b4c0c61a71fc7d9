import { describe, expect, it } from '@jest/globals';
import { undisturbedHash, threeRouters } from '../testing/scenarios.js';
import { claim, hashOf, TestHost } from '../testing/test-host.js';
import { PROGRESS_MS } from './progress.js';
import { WAKE_MS } from './scheduler.js';

describe('a host with paced simulations', () => {
  it('ends each of many at its due time', () => {
    const host = new TestHost();
    const due = new Map<string, number>();
    for (let i = 0; i < 300; i++) {
      const scenario = threeRouters({ duration_sec: 1 + (i % 7), seed: i, speed: 1 + (i % 3) });
      host.start(claim(`s${i}`), scenario);
      due.set(`s${i}`, host.clock.nowMs() + (scenario.config.duration_sec * 1000) / (1 + (i % 3)));
      host.clock.passTo(host.clock.nowMs() + 1.3);
    }
    host.clock.passTo(10_000);
    const ended = new Map(host.heardOf('done').map(({ sim_id, atMs }) => [sim_id, atMs]));
    expect(ended.size).toBe(300);
    for (const [id, dueMs] of due) expect(ended.get(id)).toBeCloseTo(dueMs, 6);
  });

  it('gives the results of an undisturbed run', () => {
    const host = new TestHost();
    const scenario = threeRouters({ duration_sec: 20, seed: 7 });
    host.start(claim('s'), scenario);
    host.clock.passTo(20_000);
    expect(hashOf(host.done('s'))).toBe(undisturbedHash(scenario));
  });

  it('keeps each close to the clock, and tells of all that moved in one message', () => {
    const host = new TestHost();
    for (let i = 0; i < 100; i++) host.start(claim(`s${i}`), threeRouters({ duration_sec: 60, seed: i }));
    host.clock.passTo(10_000);
    const told = host.heardOf('progress');
    expect(told.length).toBeLessThanOrEqual(10_000 / PROGRESS_MS + 1);
    for (const { atMs, moved } of told) {
      for (const { simulated_sec } of moved) {
        expect(simulated_sec).toBeLessThanOrEqual(atMs / 1000 + 1e-9);
        expect(simulated_sec).toBeGreaterThanOrEqual((atMs - WAKE_MS) / 1000 - 1e-9);
      }
    }
    expect(told.at(-1)?.moved).toHaveLength(100);
  });

  it('does not wake together what was started together', () => {
    const host = new TestHost(0.001);
    for (let i = 0; i < 100; i++) host.start(claim(`s${i}`), threeRouters({ duration_sec: 60, seed: i }));
    host.clock.passTo(5_000);
    const [last] = host.heardOf('progress').slice(-1);
    const instants = new Set(last.moved.map(({ simulated_sec }) => Math.floor((simulated_sec * 1000) / (WAKE_MS / 10))));
    expect(instants.size).toBeGreaterThanOrEqual(9);
  });

  it('rests when there is nothing left to do', () => {
    const host = new TestHost();
    host.start(claim('s'), threeRouters({ duration_sec: 2 }));
    host.clock.passTo(3_000);
    expect(host.clock.waiting).toBe(false);
  });

  it('ends what is due first where it cannot move all on in time', () => {
    // Each look at the clock takes so long that a round of all takes seconds.
    const host = new TestHost(2);
    for (let i = 0; i < 20; i++) host.start(claim(`due${i}`), threeRouters({ duration_sec: 5, seed: i }));
    for (let i = 0; i < 500; i++) host.start(claim(`long${i}`), threeRouters({ duration_sec: 1e6, seed: i }));
    host.clock.passTo(20_000);
    const late = host.heardOf('done').map(({ atMs }) => atMs - 5_000);
    expect(late).toHaveLength(20);
    expect(Math.max(...late)).toBeLessThan(1_000);
    const moved = new Map(host.heardOf('progress').flatMap(({ moved }) => moved.map((m) => [m.sim_id, m.simulated_sec] as const)));
    expect(moved.size).toBe(520);
  });

  it('is not kept from it by simulations without end that know no pace, nor they by it', () => {
    const host = new TestHost(0.1);
    for (let i = 0; i < 20; i++) host.start(claim(`endless${i}`), threeRouters({ duration_sec: 1e9, seed: i }), 'max');
    for (let i = 0; i < 50; i++) host.start(claim(`paced${i}`), threeRouters({ duration_sec: 0.2, seed: i }));
    host.clock.passTo(400);
    const late = host.heardOf('done').map(({ atMs }) => atMs - 200);
    expect(late).toHaveLength(50);
    // All are due at once, so a few of them share each turn with the endless ones, which would need 60 ms for a round of their own.
    expect(Math.max(...late)).toBeLessThan(60);
    const reached = new Map(host.heardOf('progress').flatMap(({ moved }) => moved.map((m) => [m.sim_id, m.simulated_sec] as const)));
    const endless = [...reached].filter(([id]) => id.startsWith('endless')).map(([, simulatedSec]) => simulatedSec);
    expect(endless).toHaveLength(20);
    expect(Math.max(...endless) / Math.min(...endless)).toBeLessThan(2);
  });
});
