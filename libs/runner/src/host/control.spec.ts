import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FROM_THE_START } from '../messages.js';
import { threeRouters, unbuildable, undisturbedHash } from '../testing/scenarios.js';
import { claim, hashOf, TestHost } from '../testing/test-host.js';

const scenario = threeRouters({ duration_sec: 5, seed: 3 });
const untouched = undisturbedHash(scenario);

type Step = { act: 'hold' | 'release' | 'results'; afterMs: number };
const steps = fc.array(
  fc.record({ act: fc.constantFrom<Step['act']>('hold', 'release', 'results'), afterMs: fc.double({ min: 0, max: 900, noNaN: true }) }),
  { maxLength: 12 },
);

describe('a simulation on a host', () => {
  it('ends with the hash of an undisturbed run however it is held, released and asked', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(0, 0.01), fc.constantFrom(1, 40, 'max' as const), (sequence, readingMs, speed) => {
        const host = new TestHost(readingMs);
        host.start(claim('s'), scenario, speed);
        for (const { act, afterMs } of sequence) {
          host.clock.passTo(host.clock.nowMs() + afterMs);
          if (host.done('s')) break;
          if (act === 'release') host.tell('release', claim('s'));
          else host.ask(act, claim('s'));
        }
        host.tell('release', claim('s'));
        host.clock.passTo(60_000);
        expect(hashOf(host.done('s'))).toBe(untouched);
      }),
      { numRuns: 60 },
    );
  });

  it('is held at an instant to which any other run can be brought', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 60, noNaN: true }), (afterMs) => {
        const host = new TestHost(0.7);
        const endless = threeRouters({ duration_sec: 1e6, seed: 5 });
        host.start(claim('s'), endless, 'max');
        host.clock.passTo(afterMs);
        const answer = host.ask('hold', claim('s'));
        const { simulated_sec } = JSON.parse((answer as { results: string }).results) as { simulated_sec: number };
        expect(simulated_sec).toBeGreaterThan(0);
        expect(hashOf(answer)).toBe(undisturbedHash(endless, simulated_sec));
      }),
      { numRuns: 20 },
    );
  });

  it('stands still while held, then catches up with the clock', () => {
    const host = new TestHost();
    host.start(claim('s'), scenario);
    host.clock.passTo(1_234);
    const first = host.ask('hold', claim('s'));
    expect(first).toMatchObject({ simulated_sec: 1.234 });
    host.clock.passTo(4_000);
    expect(host.ask('hold', claim('s'))).toMatchObject({ results: (first as { results: string }).results });
    host.tell('release', claim('s'));
    host.clock.passTo(5_000);
    expect(host.done('s')).toMatchObject({ atMs: 5_000, simulated_sec: 5 });
  });

  it('answers half-way with results that carry no hash', () => {
    const host = new TestHost();
    host.start(claim('s'), scenario);
    host.clock.passTo(2_000);
    const answer = host.ask('results', claim('s'));
    expect(answer).toMatchObject({ simulated_sec: 2 });
    expect(hashOf(answer)).toBeNull();
  });

  it('can be held and dropped before it has begun', () => {
    const host = new TestHost();
    host.start(claim('s'), scenario);
    expect(hashOf(host.ask('hold', claim('s')))).toBe(undisturbedHash(scenario, 0));
    host.tell('drop', claim('s'));
    host.clock.passTo(10_000);
    expect(host.heardOf('done')).toEqual([]);
    expect(host.clock.waiting).toBe(false);
  });
});

describe('a host', () => {
  it('answers with the results of a scenario that has not begun', () => {
    const answer = new TestHost().replay(JSON.stringify(scenario));
    expect(answer).toMatchObject({ simulated_sec: 0 });
    expect(hashOf(answer)).toBe(undisturbedHash(scenario, 0));
  });

  it('refuses to answer for what is not there, not there any more, or unbuildable', () => {
    const host = new TestHost();
    host.start(claim('s', 2), scenario, 'max');
    expect(host.ask('hold', claim('other'))).toMatch(/not here/);
    expect(host.ask('results', claim('s', 1))).toMatch(/not here/);
    expect(host.ask('results', claim('s', 3))).toMatch(/not here/);
    host.clock.passTo(1);
    expect(host.ask('hold', claim('s', 2))).toMatch(/not here/);
    expect(host.replay('{')).toMatch(/SyntaxError/);
  });

  it('lets a newer epoch replace an older one, and ignores what an older one is told', () => {
    const host = new TestHost();
    host.start(claim('s', 1), scenario);
    host.clock.passTo(1_000);
    host.start(claim('s', 2), threeRouters({ duration_sec: 5, seed: 4 }));
    host.start(claim('s', 1), scenario);
    host.start(claim('s', 2), scenario);
    host.tell('drop', claim('s', 1));
    host.clock.passTo(10_000);
    expect(host.heardOf('done')).toMatchObject([{ sim_id: 's', epoch: 2, atMs: 6_000 }]);
    expect(hashOf(host.done('s'))).toBe(undisturbedHash(threeRouters({ duration_sec: 5, seed: 4 })));
  });

  it('reports what cannot be run as failed, and goes on with the rest', () => {
    const host = new TestHost();
    host.start(claim('sound'), scenario);
    host.start(claim('unbuildable'), unbuildable());
    host.host.receive({ type: 'start', ...claim('no JSON'), scenario: '{', speed: 'max', course: FROM_THE_START });
    host.clock.passTo(1);
    host.start(claim('asked at once'), unbuildable());
    expect(host.ask('results', claim('asked at once'))).toMatch(/TypeError/);
    host.clock.passTo(5_000);
    expect(
      host
        .heardOf('failed')
        .map(({ sim_id }) => sim_id)
        .sort(),
    ).toEqual(['asked at once', 'no JSON', 'unbuildable']);
    expect(host.heardOf('failed').every(({ code }) => code === 'engine_failure')).toBe(true);
    expect(hashOf(host.done('sound'))).toBe(untouched);
  });
});
