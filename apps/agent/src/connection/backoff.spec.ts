import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs, refusedMs } from './backoff.js';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the wait before the next connection', () => {
  it('may be twice as long with each failure, up to half a minute', () => {
    expect([1, 2, 3, 4].map((failures) => backoffMs(failures, 1))).toEqual([500, 1000, 2000, 4000]);
    expect(backoffMs(5000, 1)).toBe(30_000);
  });

  it('is spread over the whole of that time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), random, (failures, drawn) => {
        expect(backoffMs(failures, drawn)).toBeCloseTo(backoffMs(failures, 1) * drawn);
      }),
    );
  });

  it('is long where somebody has to do something first', () => {
    fc.assert(
      fc.property(random, (drawn) => {
        expect(refusedMs(drawn)).toBeGreaterThanOrEqual(30_000);
        expect(refusedMs(drawn)).toBeLessThanOrEqual(60_000);
      }),
    );
  });
});
