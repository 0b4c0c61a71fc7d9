import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Pace } from './pace.js';

const speeds = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
const times = fc.double({ min: 0, max: 1e9, noNaN: true });

describe('Pace', () => {
  it('lets simulated time follow the wall clock by its speed', () => {
    const pace = new Pace(10, 5_000);
    expect(pace.targetSec(5_000, 60)).toBe(0);
    expect(pace.targetSec(6_500, 60)).toBe(15);
    expect(pace.dueMs(60)).toBe(11_000);
  });

  it('is due as soon as it has begun where there is no limit', () => {
    const pace = new Pace('max', 5_000);
    expect(pace.limited).toBe(false);
    expect(pace.dueMs(60)).toBe(5_000);
    expect(pace.targetSec(5_000, 60)).toBe(60);
  });

  it('reaches the end at its due time, whatever the rounding, and never passes it', () => {
    fc.assert(
      fc.property(speeds, times, times, times, (speed, startedMs, durationSec, elapsedMs) => {
        const pace = new Pace(speed, startedMs);
        expect(pace.targetSec(pace.dueMs(durationSec), durationSec)).toBe(durationSec);
        expect(pace.targetSec(startedMs + elapsedMs, durationSec)).toBeLessThanOrEqual(durationSec);
      }),
    );
  });
});
