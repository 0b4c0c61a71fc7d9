import type { Limits } from '../../model/defaults.js';
import type { SimulationRequestInput } from '../inputs/simulation-request.input.js';
import type { TopologyInput } from '../inputs/topology.input.js';
import { isObject } from '../reading/examine.js';
import type { Problems } from '../reading/problems.js';
import { checkConfig } from './config-rules.js';
import { checkFlows } from './flow-rules.js';
import { checkLabels } from './label-rules.js';
import { checkNetwork } from './network-rules.js';
import type { Sent } from './sent.js';

/** How the members of a request go together. */
export function checkRequest(request: Sent<SimulationRequestInput>, limits: Limits, problems: Problems): void {
  const topology: Sent<TopologyInput> = isObject(request.topology) ? request.topology : {};
  const network = checkNetwork(topology, '/topology', limits, problems);
  if (isObject(request.config)) checkConfig(request.config, problems);
  checkFlows(request.traffic, limits.flows, network, problems);
  if (isObject(request.labels)) checkLabels(request.labels, '/labels', problems);
}
