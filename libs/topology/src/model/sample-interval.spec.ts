import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_SAMPLES, sampleInterval } from './sample-interval.js';

const NANOSECOND = 1e-9;
const YEAR = 365 * 86_400;

/** Durations of every order of magnitude alike, in seconds. */
function durations(shortest: number): fc.Arbitrary<number> {
  const power = fc.double({ min: Math.log10(shortest), max: Math.log10(YEAR), noNaN: true });
  return fc.oneof(
    power.map((exponent) => Math.min(YEAR, Math.max(shortest, 10 ** exponent))),
    fc.double({ min: shortest, max: YEAR, noNaN: true }),
  );
}

describe('the interval chosen for a duration', () => {
  it.each([
    [30, 0.2],
    [60, 0.5],
    [50, 0.2],
    [250, 1],
    [251, 2],
    [YEAR, 200_000],
    [5e-6, 2e-8],
    [NANOSECOND, NANOSECOND],
  ])('of %d s is %d s', (duration, interval) => {
    expect(sampleInterval(duration)).toBe(interval);
  });

  it('is 1, 2 or 5 times a power of ten, as one would write it', () => {
    fc.assert(
      fc.property(durations(NANOSECOND), (duration) => expect(sampleInterval(duration).toExponential()).toMatch(/^[125]e[+-]\d+$/)),
    );
  });

  it('cuts it into at most as many samples as a series is meant to hold', () => {
    fc.assert(
      fc.property(durations(NANOSECOND), (duration) => expect(duration / sampleInterval(duration)).toBeLessThanOrEqual(DEFAULT_SAMPLES)),
    );
  });

  it('cuts it into at least two fifths as many, but where a nanosecond is too long for that', () => {
    const least = DEFAULT_SAMPLES * (2 / 5);
    fc.assert(
      fc.property(durations(least * NANOSECOND), (duration) =>
        expect(duration / sampleInterval(duration)).toBeGreaterThanOrEqual(least * (1 - Number.EPSILON)),
      ),
    );
  });
});
