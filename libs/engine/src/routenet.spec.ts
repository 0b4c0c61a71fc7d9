import { describe, expect, it } from '@jest/globals';
import { run } from './testing/run.js';
import { compare, readReference, referenceScenario } from './testing/routenet.js';

/** What the reference, itself a sample, can resolve: see the acceptance that comes with its files. */
const BIAS_PERCENT = 1;
const MAPE_PERCENT = 3;
const RELATIVE_LOSS = 0.05;

describe('agreement with OMNeT++ runs of NSFNET, flow by flow', () => {
  const runs = [
    'v0-nsfnet-lambda9-k0-line264-median-load.json',
    'v0-nsfnet-lambda9-k0-line045-lowest-load.json',
    'v1-nsfnet-ignnition-sample21-lowest-load.json',
  ];
  for (const name of runs) {
    const reference = readReference(name);
    const test = reference ? it : it.skip;
    test(`${name}: mean delays and loss`, () => {
      const { biasPercent, mapePercent, loss, referenceLoss } = compare(reference!, run(referenceScenario(reference!)));
      const figures = [biasPercent, mapePercent, loss * 100].map((figure) => figure.toFixed(3));
      process.stderr.write(`${name}: bias ${figures[0]} %, MAPE ${figures[1]} %, loss ${figures[2]} %\n`);
      expect(Math.abs(biasPercent)).toBeLessThanOrEqual(BIAS_PERCENT);
      expect(mapePercent).toBeLessThanOrEqual(MAPE_PERCENT);
      if (referenceLoss !== null) expect(Math.abs(loss - referenceLoss)).toBeLessThanOrEqual(RELATIVE_LOSS * referenceLoss);
    });
  }
});
