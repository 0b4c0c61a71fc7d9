/** Runs one scenario in this fresh process, timing only the part after its warm-up: `engine-child.js NAME SEED`. */
import { performance } from 'node:perf_hooks';
import { Simulator, type Results } from '@skein/engine';
import type { Scenario } from '@skein/topology';
import { accepted } from '../scenarios/accepted.js';
import { SCENARIOS, type ScenarioName } from '../scenarios/scenarios.js';
import type { EngineMeasurement } from './measurement.js';

const [name, seed] = process.argv.slice(2);
const { request, settleSec } = SCENARIOS[name as ScenarioName]();
request.config.seed = Number(seed);
process.stdout.write(`${JSON.stringify(measure(accepted(request), settleSec))}\n`);

function measure(scenario: Scenario, settleSec: number): EngineMeasurement {
  const began = performance.now();
  const simulator = new Simulator(scenario);
  simulator.advance(settleSec);
  const before = totals(simulator.results());
  const { packetHops, events } = simulator;

  const settled = performance.now();
  simulator.advance(simulator.durationSec);
  const ended = performance.now();

  const after = totals(simulator.results());
  const delivered = after.delivered - before.delivered;
  return {
    simulatedSec: simulator.durationSec - settleSec,
    wallSec: (ended - settled) / 1000,
    packetHops: simulator.packetHops - packetHops,
    events: simulator.events - events,
    sent: after.sent - before.sent,
    delivered,
    dropped: after.dropped - before.dropped,
    meanDelaySec: (after.delaySec - before.delaySec) / delivered,
    settleWallSec: (settled - began) / 1000,
    bytesHeld: simulator.bytesHeld,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}

function totals({ packets, flows }: Results): { sent: number; delivered: number; dropped: number; delaySec: number } {
  const { sent, delivered, dropped } = packets;
  const delaySec = flows.reduce((sum, flow) => sum + (flow.delivered * (flow.delay_ms.mean ?? 0)) / 1000, 0);
  return { sent, delivered, dropped: Object.values<number>({ ...dropped }).reduce((sum, count) => sum + count, 0), delaySec };
}
