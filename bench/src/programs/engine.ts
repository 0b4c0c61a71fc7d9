import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ScenarioName } from '../scenarios/scenarios.js';
import type { EditMeasurement, EngineMeasurement } from './measurement.js';

const CHILD = fileURLToPath(new URL('engine-child.js', import.meta.url));
const EDITS_CHILD = fileURLToPath(new URL('edits-child.js', import.meta.url));

/** The engine in a process of its own, so that no run profits or suffers from what the compiler learned in another. */
export function runEngine(scenario: ScenarioName, seed: number): EngineMeasurement {
  const output = execFileSync(process.execPath, [CHILD, scenario, String(seed)], { encoding: 'utf8' });
  return JSON.parse(output) as EngineMeasurement;
}

/** Edits of a scenario, in a process of its own. */
export function runEdits(scenario: ScenarioName): EditMeasurement[] {
  return JSON.parse(execFileSync(process.execPath, [EDITS_CHILD, scenario], { encoding: 'utf8' })) as EditMeasurement[];
}
