import type { Results } from '../results/results.js';
import type { Scenario } from '@skein/topology';
import { run } from './run.js';

/** Upper 0.5 % point of Student's t distribution with 19 degrees of freedom: two-sided confidence of 99 % from twenty replications. */
const STUDENT_T_99 = 2.861;
const REPLICATIONS = 20;

export interface Interval {
  low: number;
  high: number;
  /** Half the interval's width, relative to its middle: how much the test can see at all. */
  precision: number;
}

/** Independent runs, which differ in nothing but the seed. */
export function replicate(scenario: Scenario): Results[] {
  return Array.from({ length: REPLICATIONS }, (_, i) => {
    return run({ ...scenario, config: { ...scenario.config, seed: scenario.config.seed + i } });
  });
}

/** The 99 % confidence interval of a measurement over replications. */
export function confidence(replications: readonly Results[], measure: (results: Results) => number): Interval {
  const values = replications.map(measure);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const half = STUDENT_T_99 * Math.sqrt(variance / values.length);
  return { low: mean - half, high: mean + half, precision: half / mean };
}
