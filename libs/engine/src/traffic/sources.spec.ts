import { describe, expect, it } from '@jest/globals';
import type { Flow } from '@skein/topology';
import fc from 'fast-check';
import { expectAgreement } from '../testing/agreement.js';
import { replicate } from '../testing/replications.js';
import { flow, scenario } from '../testing/scenario.js';
import { sendingTimes } from '../testing/sending-times.js';

const SOURCES: { name: string; source: Partial<Flow>; meanPps: number }[] = [
  { name: 'poisson', source: { arrivals: 'poisson', rate_pps: 120 }, meanPps: 120 },
  { name: 'constant', source: { arrivals: 'constant', rate_pps: 120 }, meanPps: 120 },
  { name: 'on_off, exponential', source: { arrivals: 'on_off', rate_pps: 300, on_sec: 0.04, off_sec: 0.06 }, meanPps: 120 },
  { name: 'on_off, fixed', source: { arrivals: 'on_off', periods: 'fixed', rate_pps: 300, on_sec: 0.04, off_sec: 0.06 }, meanPps: 120 },
];

describe.each(SOURCES)('a source of the kind $name', ({ source, meanPps }) => {
  const anySpan = fc.record({
    start_sec: fc.oneof(fc.constantFrom(0, 0.5), fc.double({ min: 0, max: 2, noNaN: true })),
    lengthSec: fc.oneof(fc.constantFrom(0.25, 1), fc.double({ min: 1e-9, max: 3, noNaN: true })),
    rate_pps: fc.oneof(fc.constantFrom(1, 10, 64, 100), fc.double({ min: 0.5, max: 300, noNaN: true })),
    seed: fc.nat(),
  });

  it('never goes back in time, and sends nothing before its start, nor at its stop or later', () => {
    fc.assert(
      fc.property(anySpan, ({ start_sec, lengthSec, rate_pps, seed }) => {
        const stop_sec = start_sec + lengthSec;
        const times = sendingTimes({ ...source, rate_pps, start_sec, stop_sec }, 6, seed);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const timeSec of [times[0], times[times.length - 1]].filter((time) => time !== undefined)) {
          expect(timeSec).toBeGreaterThanOrEqual(start_sec);
          expect(timeSec).toBeLessThan(stop_sec);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('sends at the same times after its start, whenever that is, and up to its stop as if there were none', () => {
    const from = (start_sec: number, stop_sec: number | null): number[] => sendingTimes({ ...source, start_sec, stop_sec }, 4);
    const all = from(0, null);
    // 1.5 s in binary is exact, and so is every sum with it but for its last bit.
    const later = from(1.5, null);
    expect(later.length).toBeGreaterThan(100);
    later.forEach((timeSec, i) => expect(timeSec - 1.5).toBeCloseTo(all[i], 9));
    expect(from(0, 2.25)).toEqual(all.filter((timeSec) => timeSec < 2.25));
    // The time of a packet itself is too late for it.
    expect(from(0, all[77])).toEqual(
      all.slice(
        0,
        all.findIndex((timeSec) => timeSec === all[77]),
      ),
    );
  });

  it('sends nothing where it stops when it starts, or starts at the end', () => {
    expect(sendingTimes({ ...source, start_sec: 5, stop_sec: null }, 5)).toEqual([]);
    expect(sendingTimes({ ...source, arrivals: source.arrivals!, rate_pps: 1e-6, stop_sec: 1e-12, start_sec: 0 }, 5).length).toBeLessThan(
      2,
    );
  });

  it('has its mean rate, whichever seed', () => {
    const replications = replicate(scenario([], [flow('A', 'B', source)], { duration_sec: 3000, seed: 50 }, ['A', 'B']));
    if (source.arrivals === 'constant' || source.periods === 'fixed') {
      for (const { packets } of replications) expect(packets.sent).toBe(3000 * meanPps);
    } else expectAgreement(replications, meanPps, ({ packets }) => packets.sent / 3000);
  });
});

describe('a constant source', () => {
  it('sends packet k at start + k / rate, without an error that grows', () => {
    const times = sendingTimes({ arrivals: 'constant', rate_pps: 70, start_sec: 0.3 }, 200);
    expect(times).toHaveLength(Math.ceil((200 - 0.3) * 70));
    times.forEach((timeSec, k) => expect(timeSec).toBe(0.3 + k / 70));
  });
});

describe('a Poisson source', () => {
  it('has a first gap like any other, and counts whose variance is their mean', () => {
    const firsts = Array.from({ length: 400 }, (_, seed) => sendingTimes({ rate_pps: 10 }, 2, seed)[0]);
    const mean = firsts.reduce((sum, first) => sum + first, 0) / firsts.length;
    expect(Math.abs(mean - 0.1)).toBeLessThan((4 * 0.1) / Math.sqrt(400));

    const counts = new Array<number>(2000).fill(0);
    for (const timeSec of sendingTimes({ rate_pps: 5 }, 2000)) counts[Math.floor(timeSec)]++;
    const average = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / (counts.length - 1);
    // The relative variance of this ratio is 2 / n for Poisson counts.
    expect(Math.abs(variance / average - 1)).toBeLessThan(4 * Math.sqrt(2 / counts.length));
  });
});

describe('an on-off source', () => {
  it('with fixed periods sends as many packets in each as fit, the first of them at once', () => {
    const times = sendingTimes({ arrivals: 'on_off', periods: 'fixed', rate_pps: 600, on_sec: 0.04, off_sec: 0.06 }, 60);
    expect(times).toHaveLength(14_400);
    expect(times[0]).toBe(0);
    times.forEach((timeSec, i) => expect(timeSec).toBeCloseTo(Math.floor(i / 24) * 0.1 + (i % 24) / 600, 9));
  });

  it('with fixed periods goes on in one with the gap that the one before has cut', () => {
    // Every 30 ms of on time, on from 0 to 50, 100 to 150, 200 to 250 ms.
    const times = sendingTimes({ arrivals: 'on_off', periods: 'fixed', rate_pps: 100 / 3, on_sec: 0.05, off_sec: 0.05, start_sec: 1 }, 1.3);
    expect(times.map((timeSec) => Math.round((timeSec - 1) * 1e6) / 1e3)).toEqual([0, 30, 110, 140, 220]);
  });

  it.each([
    { rate_pps: 1, on_sec: 0.1, off_sec: 0.1, packets: 50 },
    { rate_pps: 1000, on_sec: 0.0001, off_sec: 0.0009, packets: 10_000 },
  ])('with gaps longer than its on periods keeps its mean rate: %j', ({ packets, ...rest }) => {
    const { length } = sendingTimes({ arrivals: 'on_off', periods: 'fixed', ...rest }, 100);
    expect(length).toBe(packets);
  });

  it('with fixed periods never sends one more or less, however long it runs', () => {
    const anyPeriods = fc.record({
      onMs: fc.integer({ min: 1, max: 2000 }),
      offMs: fc.integer({ min: 1, max: 2000 }),
      inEach: fc.integer({ min: 1, max: 6 }),
      periods: fc.integer({ min: 1, max: 400 }),
    });
    fc.assert(
      fc.property(anyPeriods, ({ onMs, offMs, inEach, periods }) => {
        const [on_sec, off_sec] = [onMs / 1000, offMs / 1000];
        const source = { arrivals: 'on_off', periods: 'fixed', rate_pps: inEach / on_sec, on_sec, off_sec } as const;
        expect(sendingTimes(source, periods * (on_sec + off_sec))).toHaveLength(periods * inEach);
      }),
      { numRuns: 60 },
    );
  });

  it('with exponential periods has on and off periods of the means that it is given', () => {
    const rate_pps = 400;
    const times = sendingTimes({ arrivals: 'on_off', rate_pps, on_sec: 0.2, off_sec: 0.3 }, 1500);
    // A pause is one gap and the off periods in it: two where the on period between them, as one in 80, is too short for a packet.
    const pauses = times
      .slice(1)
      .flatMap((timeSec, i) => (timeSec - times[i] > 1.0001 / rate_pps ? [timeSec - times[i] - 1 / rate_pps] : []));
    const mean = pauses.reduce((sum, pause) => sum + pause, 0) / pauses.length;
    expect(Math.abs(mean / 0.3 - 1)).toBeLessThan(1 / 80 + 4 / Math.sqrt(pauses.length));
    // In n cycles, each the sum of two exponential lengths, the count's relative variance is that of a cycle over n: (0.2² + 0.3²) / 0.5² / n.
    const cycles = 1500 / 0.5;
    expect(Math.abs(pauses.length / cycles - 1)).toBeLessThan(1 / 80 + 4 * Math.sqrt(0.52 / cycles));
  });
});
