import { runEngine } from './programs/engine.js';
import { hopsPerSec, type Measurement } from './programs/measurement.js';
import { runNative } from './programs/native.js';
import { progress } from './report/publish.js';
import { checkSameWork } from './report/same-work.js';
import { show, spread } from './report/spread.js';
import { SCENARIOS, type ScenarioName } from './scenarios/scenarios.js';
import { workload } from './scenarios/workload.js';

export interface Peer {
  name: string;
  program: string;
  /** Digits after the point of its millions of packet-hops/s. */
  digits: number;
}

/** One scenario, and the simulated seconds that the peer warms up and ends at; left out, as long as the engine. */
export interface Comparison {
  scenario: ScenarioName;
  peerSettleSec?: number;
  peerDurationSec?: number;
}

export const COLUMNS = ['scenario', 'pairs', 'Skein, M packet-hops/s', 'peer, M packet-hops/s', 'ratio', 'Skein against peer'];

/**
 * Runs peer and engine in turn, `pairs` times, each pair with a seed of its own, so that whatever else the machine does meets both.
 * The ratio is taken within each pair.
 */
export function compare(peer: Peer, { scenario, peerSettleSec, peerDurationSec }: Comparison, pairs: number): string[] {
  const { title, request, settleSec } = SCENARIOS[scenario]();
  const engineRuns: Measurement[] = [];
  const peerRuns: Measurement[] = [];
  for (let seed = 1; seed <= pairs; seed++) {
    const text = workload(request, peerSettleSec ?? settleSec, peerDurationSec ?? request.config.duration_sec, seed);
    peerRuns.push(runNative(peer.program, text));
    engineRuns.push(runEngine(scenario, seed));
    const [theirs, ours] = [hopsPerSec(peerRuns[seed - 1]), hopsPerSec(engineRuns[seed - 1])];
    progress(`${title}, pair ${seed} of ${pairs}: ${peer.name} ${millions(theirs, peer.digits)}, Skein ${millions(ours, 2)}`);
  }
  const rates = engineRuns.map(hopsPerSec);
  const peerRates = peerRuns.map(hopsPerSec);
  return [
    title,
    String(pairs),
    show(spread(rates.map((rate) => rate / 1e6)), 2),
    show(spread(peerRates.map((rate) => rate / 1e6)), peer.digits),
    show(spread(rates.map((rate, i) => rate / peerRates[i])), 2),
    checkSameWork(engineRuns, peerRuns),
  ];
}

function millions(rate: number, digits: number): string {
  return `${(rate / 1e6).toFixed(digits)} M packet-hops/s`;
}
