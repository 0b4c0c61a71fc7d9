import { describe, expect, it } from '@jest/globals';
import { resultHash, Simulator } from '@skein/engine';
import type { Edit, Scenario } from '@skein/topology';
import fc from 'fast-check';
import type { Course, EditEntry } from '../messages.js';
import { threeRouters } from '../testing/scenarios.js';
import { claim, hashOf, TestHost } from '../testing/test-host.js';

const scenario = threeRouters({ duration_sec: 20, seed: 11 });
const failing: Edit[] = [{ operation: 'fail_link', link_id: 'B-C' }];
const restoring: Edit[] = [{ operation: 'restore_link', link_id: 'B-C' }];

/** What an engine makes of the scenario and the edits, alone. */
function hashWith(edits: readonly EditEntry[], untilSec = scenario.config.duration_sec, input: Scenario = scenario): string {
  const simulator = new Simulator(input);
  for (const { at_sec, edits: list } of edits) {
    simulator.advance(at_sec);
    expect(simulator.apply(list)).toEqual({ ok: true });
  }
  simulator.advance(untilSec);
  return resultHash(simulator.results());
}

function held(answer: ReturnType<TestHost['ask']>): number {
  if (typeof answer === 'string') throw new Error(answer);
  return answer.simulated_sec;
}

describe('a simulation that is edited', () => {
  it('ends as an engine alone would with the same edits at the same simulated times', () => {
    const times = fc.array(fc.double({ min: 1, max: 6_000, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(times, fc.constantFrom(0, 0.01), fc.constantFrom(1, 3, 'max' as const), (afterMs, readingMs, speed) => {
        const host = new TestHost(readingMs);
        host.start(claim('s'), scenario, speed);
        const log: EditEntry[] = [];
        for (const [i, ms] of afterMs.entries()) {
          host.clock.passTo(host.clock.nowMs() + ms);
          if (host.done('s')) break;
          const at_sec = held(host.ask('hold', claim('s')));
          if (at_sec >= 20) break;
          log.push({ seq: i + 1, at_sec, edits: i % 2 === 0 ? failing : restoring });
          host.edit(claim('s'), log[i]);
          host.edit(claim('s'), log[i]);
          host.tell('release', claim('s'));
        }
        host.tell('release', claim('s'));
        host.clock.passTo(120_000);
        expect(hashOf(host.done('s'))).toBe(hashWith(log));
      }),
      { numRuns: 40 },
    );
  });

  it('fails where the edits do not fit, which can only be a fault of ours', () => {
    const host = new TestHost();
    host.start(claim('s'), scenario);
    host.ask('hold', claim('s'));
    host.edit(claim('s'), { seq: 1, at_sec: 0, edits: [{ operation: 'remove_link', link_id: 'none' }] });
    expect(host.heardOf('failed')).toMatchObject([{ sim_id: 's', code: 'engine_failure', message: expect.stringMatching(/do not fit/) }]);
  });
});

describe('a simulation that is brought back', () => {
  const edits: EditEntry[] = [
    { seq: 1, at_sec: 0, edits: [{ operation: 'update_link', link_id: 'A-B', changes: { latency: 30 } }] },
    { seq: 2, at_sec: 4.25, edits: failing },
    { seq: 3, at_sec: 7, edits: restoring },
  ];
  const course: Course = { edits, to_sec: 9.5, paused: false };

  it('is at once where it was, goes on at its pace from there, and ends as if nothing had happened', () => {
    const host = new TestHost();
    host.start(claim('s', 2), scenario, 1, course);
    host.clock.passTo(1);
    expect(host.ask('results', claim('s', 2))).toMatchObject({ simulated_sec: expect.closeTo(9.501, 3) });
    host.clock.passTo(10_000);
    expect(host.done('s')).toBeUndefined();
    host.clock.passTo(11_000);
    expect(host.done('s')?.atMs).toBeCloseTo(10_500, 0);
    expect(hashOf(host.done('s'))).toBe(hashWith(edits));
  });

  it('tells of no progress before the point to which it had come', () => {
    const host = new TestHost(0.5);
    host.start(claim('s', 2), threeRouters({ duration_sec: 4000, seed: 11 }), 1, { ...course, to_sec: 3000 });
    host.clock.passTo(100_000);
    const told = host.heardOf('progress').flatMap(({ moved }) => moved.map(({ simulated_sec }) => simulated_sec));
    expect(told.length).toBeGreaterThan(0);
    expect(Math.min(...told)).toBeGreaterThanOrEqual(3000);
  });

  it('answers a question once it is there, and is held there where it was paused', () => {
    const host = new TestHost(0.5);
    const long = threeRouters({ duration_sec: 4000, seed: 11 });
    host.start(claim('s', 2), long, 1, { ...course, to_sec: 3000, paused: true });
    host.host.receive({ type: 'results', request: 99, ...claim('s', 2) });
    expect(host.heardOf('answer')).toEqual([]);
    host.clock.passTo(100_000);
    expect(host.heardOf('answer')).toMatchObject([{ request: 99, simulated_sec: 3000 }]);
    expect(hashOf(host.ask('hold', claim('s', 2)))).toBe(hashWith(edits, 3000, long));
    host.setPace(claim('s', 2), 10);
    host.tell('release', claim('s', 2));
    host.clock.passTo(host.clock.nowMs() + 100_100);
    expect(hashOf(host.done('s'))).toBe(hashWith(edits, 4000, long));
  });

  it('goes on from there where it was paused, but is resumed on its way', () => {
    const host = new TestHost(0.5);
    const long = threeRouters({ duration_sec: 4000, seed: 11 });
    host.start(claim('s', 2), long, 1, { ...course, to_sec: 3000, paused: true });
    host.clock.passTo(5);
    host.setPace(claim('s', 2), 'max');
    host.tell('release', claim('s', 2));
    expect(host.heardOf('progress')).toEqual([]);
    host.clock.passTo(100_000);
    expect(hashOf(host.done('s'))).toBe(hashWith(edits, 4000, long));
  });

  it('refuses a question when it is dropped on its way', () => {
    const host = new TestHost(0.5);
    host.start(claim('s', 2), threeRouters({ duration_sec: 4000, seed: 11 }), 1, { ...course, to_sec: 3000 });
    host.host.receive({ type: 'hold', request: 7, results: false, ...claim('s', 2) });
    host.tell('drop', claim('s', 2));
    expect(host.heardOf('refused')).toMatchObject([{ request: 7, reason: 'It was dropped.' }]);
  });

  it('has the same results when only they are asked for', () => {
    const host = new TestHost();
    expect(hashOf(host.replay(JSON.stringify(scenario), course))).toBe(hashWith(edits, 9.5));
    expect(hashOf(host.replay(JSON.stringify(scenario), { ...course, to_sec: 20 }))).toBe(hashWith(edits));
    expect(host.heard.filter(({ type }) => type === 'done' || type === 'progress')).toEqual([]);
  });
});

describe('the pace', () => {
  it('can be changed while running, and while held', () => {
    const host = new TestHost();
    host.start(claim('s'), scenario, 1);
    host.clock.passTo(5_000);
    host.setPace(claim('s'), 10);
    host.clock.passTo(5_500);
    expect(held(host.ask('hold', claim('s')))).toBeCloseTo(10, 6);
    host.clock.passTo(9_000);
    host.setPace(claim('s'), 2);
    host.tell('release', claim('s'));
    host.clock.passTo(20_000);
    expect(host.done('s')?.atMs).toBeCloseTo(14_000, 0);
    expect(hashOf(host.done('s'))).toBe(hashWith([]));
  });

  it('can be lifted and set again', () => {
    const host = new TestHost(0.001);
    host.start(claim('s'), threeRouters({ duration_sec: 1e6, seed: 1 }), 0.001);
    host.clock.passTo(1_000);
    host.setPace(claim('s'), 'max');
    host.clock.passTo(1_002);
    host.setPace(claim('s'), 1);
    const before = held(host.ask('results', claim('s')));
    expect(before).toBeGreaterThan(1);
    host.clock.passTo(3_002);
    expect(held(host.ask('results', claim('s'))) - before).toBeCloseTo(2, 1);
  });
});
