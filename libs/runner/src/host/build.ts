import { Simulator } from '@skein/engine';
import type { Scenario } from '@skein/topology';

/** @param scenario JSON text of a `Scenario`, validated by whoever admitted it */
export function build(scenario: string): Simulator {
  return new Simulator(JSON.parse(scenario) as Scenario);
}
