import type { Results } from '../results/results.js';
import type { Scenario } from '@skein/topology';
import { run } from './run.js';

/** Upper 0.5 % points of Student's t distribution with 9 degrees of freedom: two-sided confidence of 99 % from ten replications. */
const STUDENT_T_99 = 3.25;
const REPLICATIONS = 10;

export interface Interval {
  mean: number;
  low: number;
  high: number;
  /** Half the interval's width, relative to its middle: how much the test can see at all. */
  precision: number;
}

/** The 99 % confidence interval of a measurement over independent replications, which differ in nothing but the seed. */
export function confidence(scenario: Scenario, measure: (results: Results) => number): Interval {
  const values = Array.from({ length: REPLICATIONS }, (_, i) => {
    return measure(run({ ...scenario, config: { ...scenario.config, seed: scenario.config.seed + i } }));
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / REPLICATIONS;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (REPLICATIONS - 1);
  const half = STUDENT_T_99 * Math.sqrt(variance / REPLICATIONS);
  return { mean, low: mean - half, high: mean + half, precision: half / mean };
}
