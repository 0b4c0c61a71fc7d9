import { components } from '../../graph/components.js';
import { diameter } from '../../graph/diameter.js';
import { Graph } from '../../graph/graph.js';
import type { Limits } from '../../model/defaults.js';
import { effectiveFlows } from '../effective/effective-flows.js';
import { effectiveConfig } from '../effective/effective-config.js';
import { type SimulationRequestInput } from '../inputs/simulation-request.input.js';
import { TopologyInput } from '../inputs/topology.input.js';
import type { ReadOutcome, TopologyReport } from '../outcome.js';
import { checkNetwork } from '../rules/network-rules.js';
import { networkWarnings } from '../warnings/network-warnings.js';
import { trafficWarnings } from '../warnings/traffic-warnings.js';
import { Examination, isObject } from './examine.js';
import { parseJson } from './parse-json.js';
import { Problems } from './problems.js';
import { validRequest } from './read-request.js';

/**
 * Reads the body of `POST /topologies/validate`: a bare topology, or a whole request where there is a member `topology`. What does not
 * validate is refused just as `readRequest` refuses it. Never throws.
 */
export function readTopology(body: Uint8Array, limits: Limits): ReadOutcome<TopologyReport> {
  const parsed = parseJson(body, limits.bytes);
  if (!parsed.ok) return parsed;
  const whole = isObject(parsed.value) && Object.hasOwn(parsed.value, 'topology');
  const outcome = whole ? validRequest(parsed.value, limits) : validTopology(parsed.value, limits);
  if (!outcome.ok) return outcome;
  return { ok: true, value: report(outcome.value) };
}

function validTopology(value: unknown, limits: Limits): ReadOutcome<TopologyInput> {
  const problems = new Problems();
  if (new Examination(problems, limits).object(value, TopologyInput, '')) checkNetwork(value as object, '', limits, problems);
  return problems.total === 0 ? { ok: true, value: value as TopologyInput } : { ok: false, refusal: problems.refusal() };
}

function report(input: TopologyInput | SimulationRequestInput): TopologyReport {
  const request = 'topology' in input ? input : null;
  const topology = 'topology' in input ? input.topology : input;
  const graph = new Graph(topology);
  const parts = components(graph);
  const flows = request?.traffic ? effectiveFlows(request.traffic) : null;
  const { duration_sec } = effectiveConfig(request?.config ?? {});
  return {
    warnings: [
      ...networkWarnings(topology, parts.count, request ? '/topology' : ''),
      ...trafficWarnings(flows, duration_sec, graph, parts),
    ],
    summary: { nodes: graph.nodes, links: graph.links, components: parts.count, diameter_hops: diameter(graph, parts) },
  };
}
