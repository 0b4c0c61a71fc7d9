import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { respawnDelayMs } from './respawn-delay.js';

describe('respawnDelayMs', () => {
  it('doubles with each death, up to a cap', () => {
    expect([1, 2, 3, 4].map((deaths) => respawnDelayMs(deaths, 0))).toEqual([50, 100, 200, 400]);
    expect(respawnDelayMs(1_000, 0)).toBe(5_000);
  });

  it('differs between threads that die together, by at most a factor of two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (deaths, random) => {
        const least = respawnDelayMs(deaths, 0);
        expect(respawnDelayMs(deaths, random)).toBeGreaterThanOrEqual(least);
        expect(respawnDelayMs(deaths, random)).toBeLessThanOrEqual(2 * least);
      }),
    );
  });
});
