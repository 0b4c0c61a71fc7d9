import { expect } from '@jest/globals';
import type { Results } from '../results/results.js';
import { confidence } from './replications.js';

/** Half the width of an interval that is narrow enough to prove something, relative to its middle. */
const PRECISION = 0.01;

/** The theory lies within the 99 % confidence interval of what was measured, and that interval is narrow. */
export function expectAgreement(replications: readonly Results[], theory: number, measure: (results: Results) => number): void {
  const { low, high, precision } = confidence(replications, measure);
  expect(theory).toBeGreaterThanOrEqual(low);
  expect(theory).toBeLessThanOrEqual(high);
  expect(precision).toBeLessThan(PRECISION);
}
