import type { Scenario } from '@skein/topology';
import type { Results } from '../results/results.js';
import { Simulator } from '../simulator.js';

/** Runs a scenario to its end. */
export function run(scenario: Scenario): Results {
  const simulator = new Simulator(scenario);
  simulator.advance(Infinity);
  return simulator.results();
}
