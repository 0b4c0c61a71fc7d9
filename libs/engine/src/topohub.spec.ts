import { describe, expect, it } from '@jest/globals';
import type { Results } from './results/results.js';
import { run } from './testing/run.js';
import { equalSplitLoads, publishedPercent, readPublished, type SplitLoad, uniformScenario } from './testing/topohub.js';

/** What is to be resolved, in points of a percent of the most loaded link. */
const POINTS = 0.5;
/** Published figures have two decimals. */
const ROUNDING = 0.005;
const SEEDS = [1, 2, 3];
/**
 * The largest of some hundred deviations, in standard deviations, and the limits of their root mean square, which is 1 where everyone decides alone. Links
 * that share the split of one pair deviate together: three seeds of the smaller network know the mean square to 0.3 only.
 */
const LARGEST_Z = 4;
const RMS_Z = { atLeast: 0.5, atMost: 1.5 };

const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value));
const percentOfLargest = (values: readonly number[]): number[] => values.map((value) => (100 * value) / largest(values));
const packetsOf = ({ links }: Results): number[] => links.map(({ packets }) => packets);
const apart = (a: readonly number[], b: readonly number[]): number => largest(a.map((value, i) => Math.abs(value - b[i])));

/** Standard deviation of the load that is known the least, in points, where each pair decides so many times. */
function noisePoints(loads: readonly SplitLoad[], decisions: number): number {
  const most = largest(loads.map(({ mean }) => mean));
  return largest(loads.map(({ variance }) => (100 * Math.sqrt(variance / decisions)) / most));
}

// So many packets of each flow that the noise, which goes with 1 / sqrt(packets), is below a third of what is to be resolved.
describe.each([
  ['abilene.json', 4_000],
  ['polska.json', 7_200],
])('the published link loads of %s', (name, packetsPerFlow) => {
  const published = readPublished(name);
  const test = published ? it : it.skip;

  test('are those of an equal split, to the last published digit', () => {
    const worked = percentOfLargest(equalSplitLoads(published!).map(({ mean }) => mean));
    expect(apart(worked, publishedPercent(published!))).toBeLessThanOrEqual(ROUNDING + 1e-9);
  });

  test('are met where each packet chooses, although all flows send in step', () => {
    const results = run(uniformScenario(published!, { flowsPerPair: 1, packetsPerFlow, arrivals: 'constant' }, 'packet'));
    expect(results.packets.delivered).toBe(132 * packetsPerFlow);
    const noise = noisePoints(equalSplitLoads(published!), packetsPerFlow);
    const error = apart(percentOfLargest(packetsOf(results)), publishedPercent(published!));
    process.stderr.write(`${name}, by packet: off by at most ${error.toFixed(3)} points, standard deviation ${noise.toFixed(3)}\n`);
    expect(noise).toBeLessThan(POINTS / 3);
    expect(error).toBeLessThan(POINTS);
  });

  // A count of N that decide alone deviates by sqrt(N Σ p (1 - p)), p being the share of each pair that crosses the link; a Poisson count by sqrt(N Σ p).
  const modes = [
    { name: 'each packet chooses', ecmp: 'packet', arrivals: 'constant', flowsPerPair: 1, packetsPerFlow: 300 },
    { name: 'each packet of a random stream chooses', ecmp: 'packet', arrivals: 'poisson', flowsPerPair: 1, packetsPerFlow: 300 },
    { name: 'each of many flows chooses', ecmp: 'flow', arrivals: 'constant', flowsPerPair: 100, packetsPerFlow: 1 },
  ] as const;
  for (const { name: who, ecmp, ...demand } of modes) {
    test(`are missed by what chance explains, no more and no less, where ${who}`, () => {
      const loads = equalSplitLoads(published!);
      const decisions = demand.flowsPerPair * demand.packetsPerFlow;
      const squares: number[] = [];
      for (const seed of SEEDS) {
        const counts = packetsOf(run(uniformScenario(published!, demand, ecmp, seed)));
        loads.forEach(({ mean, variance }, i) => {
          const ofOne = demand.arrivals === 'poisson' ? mean : variance;
          if (ofOne === 0) expect(counts[i]).toBe(decisions * mean);
          else squares.push((counts[i] - decisions * mean) ** 2 / (decisions * ofOne));
        });
      }
      expect(Math.sqrt(largest(squares))).toBeLessThan(LARGEST_Z);
      const rms = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
      expect(rms).toBeGreaterThan(RMS_Z.atLeast);
      expect(rms).toBeLessThan(RMS_Z.atMost);
    });
  }
});
