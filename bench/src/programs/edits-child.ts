/** Edits one scenario in this fresh process and times each kind of edit: `edits-child.js NAME`. */
import { performance } from 'node:perf_hooks';
import { Simulator } from '@skein/engine';
import type { Edit } from '@skein/topology';
import { accepted } from '../scenarios/accepted.js';
import { SCENARIOS, type ScenarioName } from '../scenarios/scenarios.js';
import type { EditMeasurement } from './measurement.js';

const ROUNDS = 5;

const [name] = process.argv.slice(2);
const { request, settleSec } = SCENARIOS[name as ScenarioName]();
const stepSec = (request.config.duration_sec - settleSec) / 50;
const scenario = accepted(request);
const simulator = new Simulator(scenario);
simulator.advance(settleSec);
const [busiest] = simulator.results().links.sort((one, other) => other.packets - one.packets);
const { latency } = scenario.topology.links.find(({ id }) => id === busiest.id)!;
const slower = (latencyMs: number): Edit => ({ operation: 'update_link', link_id: busiest.id, changes: { latency: latencyMs } });

const EDITS: [kind: string, edit: Edit][] = [
  ['the busiest link fails', { operation: 'fail_link', link_id: busiest.id }],
  ['it is restored', { operation: 'restore_link', link_id: busiest.id }],
  ['the router at its end fails', { operation: 'fail_router', node_id: busiest.to }],
  ['it is restored', { operation: 'restore_router', node_id: busiest.to }],
  ['the link becomes slower', slower(latency + 10)],
  ['it becomes as fast as before', slower(latency)],
];

const milliseconds = EDITS.map((): number[] => []);
for (let round = 0; round < ROUNDS; round++) for (const [kind, [, edit]] of EDITS.entries()) milliseconds[kind].push(timed(edit));
const measured: EditMeasurement[] = EDITS.map(([kind], i) => ({ kind, milliseconds: milliseconds[i] }));
process.stdout.write(`${JSON.stringify(measured)}\n`);

/** Traffic goes on for a while after each edit, so that routes are in use again. */
function timed(edit: Edit): number {
  const began = performance.now();
  const outcome = simulator.apply([edit]);
  const ended = performance.now();
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal, null, 2));
  simulator.advance(simulator.nowSec + stepSec);
  return ended - began;
}
