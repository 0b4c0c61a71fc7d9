import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DelayHistograms, PERCENTILE_ERROR } from './delay-histograms.js';

const KB = 1024;

function bytesHeld(histograms: DelayHistograms): number {
  return histograms.arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function filled(delays: readonly { flow: number; delaySec: number }[], flows: number): DelayHistograms {
  const histograms = new DelayHistograms();
  histograms.grow(flows);
  for (const { flow, delaySec } of delays) histograms.add(flow, delaySec);
  return histograms;
}

/** Delays from 2^low s to 2^high s, `perOctave` to an octave. */
function sweep(low: number, high: number, perOctave = 100): number[] {
  return Array.from({ length: (high - low) * perOctave }, (_, i) => 2 ** (low + i / perOctave));
}

const anyDelay = fc.oneof(
  fc.double({ min: 1e-9, max: 1e6, noNaN: true }),
  fc.integer({ min: -290, max: 220 }).map((tenths) => 2 ** (tenths / 10)),
);

describe('histograms of delays', () => {
  it('know every percentile to within their error, in whatever order delays come and of however many flows', () => {
    const anyDelays = fc.array(fc.record({ flow: fc.nat(3), delaySec: anyDelay }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(anyDelays, fc.integer({ min: 1, max: 100 }), (delays, percent) => {
        const histograms = filled(delays, 4);
        for (const flow of new Set(delays.map((one) => one.flow))) {
          const own = delays.filter((one) => one.flow === flow).map(({ delaySec }) => delaySec);
          const exact = own.sort((a, b) => a - b)[Math.ceil((own.length * percent) / 100) - 1];
          expect(Math.abs(histograms.percentile(flow, percent, own.length) / exact - 1)).toBeLessThanOrEqual(PERCENTILE_ERROR);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    { order: 'rise', delays: sweep(-30, 23) },
    { order: 'fall', delays: sweep(-30, 23).reverse() },
    { order: 'swing ever further', delays: sweep(-4, 20).flatMap((delay) => [delay, 2 ** -8 / delay]) },
  ])('hold what the span of their delays takes, where these $order', ({ delays }) => {
    const histograms = filled(
      delays.map((delaySec) => ({ flow: 0, delaySec })),
      1,
    );
    // 53 octaves of 64 buckets; the places that the growing range has left behind, and the array's own doubling, make it at most four times that.
    expect(bytesHeld(histograms)).toBeLessThan(4 * 64 * 64 * 8 + KB);
    const median = [...delays].sort((a, b) => a - b)[Math.ceil(delays.length / 2) - 1];
    expect(Math.abs(histograms.percentile(0, 50, delays.length) / median - 1)).toBeLessThanOrEqual(PERCENTILE_ERROR);
  });

  it('hold some hundred bytes for a flow whose delays stay together', () => {
    const flows = 1000;
    const delays = Array.from({ length: flows }, (_, flow) => [0.01, 0.0099, 0.0101, 0.0105].map((delaySec) => ({ flow, delaySec })));
    expect(bytesHeld(filled(delays.flat(), flows)) / flows).toBeLessThan(512);
  });
});
