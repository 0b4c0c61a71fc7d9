import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RateLimit } from './rate-limit.js';

describe('a limit of the rate', () => {
  it('lets two seconds of it pass at once, and then says when the next may', () => {
    const limit = new RateLimit(10);
    for (let i = 0; i < 20; i++) expect(limit.take('a', 5000)).toBe(0);
    expect(limit.take('a', 5000)).toBeCloseTo(100, 6);
    expect(limit.take('a', 5040)).toBeCloseTo(60, 6);
    expect(limit.take('b', 5040)).toBe(0);
    expect(limit.take('a', 5100)).toBe(0);
    expect(limit.take('a', 5100)).toBeCloseTo(100, 6);
  });

  it('lets pass, in any stretch of time, what the rate allows and the burst, and never less to who waits as told', () => {
    const step = fc.record({ key: fc.constantFrom('a', 'b'), afterMs: fc.oneof(fc.nat(30), fc.nat(5000)) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.array(step, { maxLength: 300 }), (perSec, steps) => {
        const limit = new RateLimit(perSec);
        const passed: Record<string, number[]> = { a: [], b: [] };
        let nowMs = 0;
        for (const { key, afterMs } of steps) {
          nowMs += afterMs;
          const waitMs = limit.take(key, nowMs);
          if (waitMs > 0) {
            nowMs += waitMs + 1e-6;
            expect(limit.take(key, nowMs)).toBe(0);
          }
          passed[key].push(nowMs);
        }
        for (const times of Object.values(passed)) {
          times.forEach((from, i) => {
            for (let j = i; j < times.length; j++)
              expect(j - i + 1).toBeLessThanOrEqual(((times[j] - from) / 1000) * perSec + 2 * perSec + 1e-3);
          });
        }
      }),
      { numRuns: 50 },
    );
  });

  it('forgets who has gone', () => {
    const limit = new RateLimit(10);
    for (let i = 0; i < 10_000; i++) limit.take(`address ${i}`, i);
    expect(limit.size).toBeLessThanOrEqual(4001);
    limit.take('another', 1_000_000);
    expect(limit.size).toBe(1);
  });
});
