import { hash } from 'node:crypto';
import { components } from '../../graph/components.js';
import { Graph } from '../../graph/graph.js';
import { CONFIG_DEFAULTS, DEFAULT_PRIORITY } from '../../model/defaults.js';
import type { Scenario } from '../../model/scenario.js';
import type { SimulationRequestInput } from '../inputs/simulation-request.input.js';
import type { AdmittedRequest } from '../outcome.js';
import { networkWarnings } from '../warnings/network-warnings.js';
import { trafficWarnings } from '../warnings/traffic-warnings.js';
import { effectiveConfig } from './effective-config.js';
import { effectiveFlows } from './effective-flows.js';
import { effectiveNetwork } from './effective-network.js';
import { sortedByName } from './sorted-by-name.js';

/** Turns a valid request into what is stored and run. */
export function admit(request: SimulationRequestInput): AdmittedRequest {
  const config = effectiveConfig(request.config ?? {});
  const topology = effectiveNetwork(request.topology, config.packet_loss_percent);
  const traffic = request.traffic ? effectiveFlows(request.traffic) : null;
  const { placement, ...simulated } = config;
  const scenario = JSON.stringify({ topology, traffic, config: simulated } satisfies Scenario);
  const graph = new Graph(topology);
  const parts = components(graph);
  const name = request.name ?? null;
  const labels = sortedByName(request.labels ?? {});
  const priority = request.priority ?? DEFAULT_PRIORITY;
  return {
    name,
    labels,
    priority,
    config,
    nodes: topology.nodes.length,
    links: topology.links.length,
    scenario,
    fingerprint: hash(
      'sha256',
      JSON.stringify([name, labels, ...said(priority, DEFAULT_PRIORITY), ...said(placement, CONFIG_DEFAULTS.placement)]) + scenario,
    ),
    warnings: [
      ...networkWarnings(request.topology, parts.count, '/topology'),
      ...trafficWarnings(traffic, config.duration_sec, graph, parts),
    ],
  };
}

/** Left out where it is the default: what was asked before it could be said keeps its fingerprint. */
function said<T>(value: T, standard: T): T[] {
  return value === standard ? [] : [value];
}
