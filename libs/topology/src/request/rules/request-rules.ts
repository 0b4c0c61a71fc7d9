import type { Limits } from '../../model/defaults.js';
import { MAX_LABEL_NAME_LENGTH, MAX_LABEL_VALUE_LENGTH, MAX_LABELS } from '../bounds.js';
import { isText } from '../fields/text.js';
import { textInWords } from '../fields/text-field.js';
import type { SimulationRequestInput } from '../inputs/simulation-request.input.js';
import type { TopologyInput } from '../inputs/topology.input.js';
import { isObject } from '../reading/examine.js';
import { memberAt } from '../reading/member-at.js';
import { inWords, quote } from '../reading/preview.js';
import type { Problems } from '../reading/problems.js';
import { checkConfig } from './config-rules.js';
import { checkFlows } from './flow-rules.js';
import { checkNetwork } from './network-rules.js';
import type { Sent } from './sent.js';

/** How the members of a request go together. */
export function checkRequest(request: Sent<SimulationRequestInput>, limits: Limits, problems: Problems): void {
  const topology: Sent<TopologyInput> = isObject(request.topology) ? request.topology : {};
  const network = checkNetwork(topology, '/topology', limits, problems);
  if (isObject(request.config)) checkConfig(request.config, problems);
  checkFlows(request.traffic, limits.flows, network, problems);
  if (isObject(request.labels)) checkLabels(request.labels, problems);
}

function checkLabels(labels: Readonly<Record<string, unknown>>, problems: Problems): void {
  const names = Object.keys(labels);
  if (names.length > MAX_LABELS) {
    problems.add('/labels', `A simulation can have at most ${MAX_LABELS} labels, not ${names.length}.`, {
      value: labels,
      accepted: `at most ${MAX_LABELS} labels`,
    });
    return;
  }
  for (const name of names) {
    const value = labels[name];
    if (!isText(name, 1, MAX_LABEL_NAME_LENGTH))
      problems.add(memberAt('/labels', name), `${quote(name)} cannot be the name of a label.`, {
        value,
        accepted: textInWords(1, MAX_LABEL_NAME_LENGTH),
      });
    if (!isText(value, 0, MAX_LABEL_VALUE_LENGTH)) {
      const accepted = textInWords(0, MAX_LABEL_VALUE_LENGTH);
      problems.add(memberAt('/labels', name), `A label must be ${accepted}, not ${inWords(value)}.`, { value, accepted });
    }
  }
}
