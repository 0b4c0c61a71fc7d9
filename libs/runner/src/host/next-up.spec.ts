import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextUp } from './next-up.js';

describe('nextUp', () => {
  it('is above its argument with no double in between', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e300, noNaN: true }), (value) => {
        const above = nextUp(Math.abs(value));
        expect(above).toBeGreaterThan(value);
        expect([Math.abs(value), above]).toContain(Math.abs(value) + (above - Math.abs(value)) / 2);
      }),
    );
  });

  it('steps from zero to the least double', () => {
    expect(nextUp(0)).toBe(Number.MIN_VALUE);
  });
});
