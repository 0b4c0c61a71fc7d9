import { describe, expect, it } from '@jest/globals';
import { run } from './testing/run.js';
import { compare, readReference, referenceScenario } from './testing/routenet.js';

/** What the reference, itself a sample, can resolve: see the acceptance that comes with its files. */
const BIAS_PERCENT = 1;
const MAPE_PERCENT = 3;
const UTILIZATION_PERCENT = 1;
const RELATIVE_LOSS = 0.05;
/** Two-sided 99 % point of the normal distribution. */
const Z_99 = 2.576;
/** The longest run is some thirty million events. */
const TIMEOUT_MS = 300_000;

/**
 * How many losses are like `count` losses: 5 %, or, where the reference lost so few that chance alone moves their number by more, the
 * 99 % limits of a Poisson count, approximately (sqrt(count + 1) + z / 2)² and (sqrt(count) - z / 2)²: up to 5 are like none.
 */
function like(count: number): { atLeast: number; atMost: number } {
  return {
    atLeast: Math.min((1 - RELATIVE_LOSS) * count, Math.max(0, Math.sqrt(count) - Z_99 / 2) ** 2),
    atMost: Math.max((1 + RELATIVE_LOSS) * count, (Math.sqrt(count + 1) + Z_99 / 2) ** 2),
  };
}

describe('agreement with OMNeT++ runs, flow by flow', () => {
  const runs = [
    'v0-nsfnet-lambda9-k0-line264-median-load.json',
    'v0-nsfnet-lambda9-k0-line045-lowest-load.json',
    'v1-nsfnet-ignnition-sample21-lowest-load.json',
    'gnnet2021-30nodes-train-01-lowest-load.json',
    'gnnet2021-30nodes-train-02-median-load.json',
  ];
  for (const name of runs) {
    const reference = readReference(name);
    const test = reference ? it : it.skip;
    test(
      `${name}: mean delays, loss, and the utilization of the ten busiest links where it is known`,
      () => {
        const agreement = compare(reference!, run(referenceScenario(reference!)));
        const { biasPercent, mapePercent, losses, referenceLosses, utilizationPercent } = agreement;
        const [bias, mape, utilization] = [biasPercent, mapePercent, utilizationPercent].map((figure) => figure?.toFixed(3) ?? 'unknown');
        const lost = `${losses.toFixed(1)} packets lost (there ${referenceLosses ?? 'unknown'})`;
        process.stderr.write(`${name}: bias ${bias} %, MAPE ${mape} %, utilization off by at most ${utilization} %, ${lost}\n`);
        expect(Math.abs(biasPercent)).toBeLessThanOrEqual(BIAS_PERCENT);
        expect(mapePercent).toBeLessThanOrEqual(MAPE_PERCENT);
        if (utilizationPercent !== null) expect(utilizationPercent).toBeLessThanOrEqual(UTILIZATION_PERCENT);
        if (referenceLosses !== null) {
          expect(losses).toBeGreaterThanOrEqual(like(referenceLosses).atLeast);
          expect(losses).toBeLessThanOrEqual(like(referenceLosses).atMost);
        }
      },
      TIMEOUT_MS,
    );
  }
});
