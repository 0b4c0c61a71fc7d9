import { at } from '@skein/problem';
import type { FlowChanges } from '../../model/edit.js';
import { meanPacketBytes, packetRate } from '../../model/packet-rate.js';
import type { Flow } from '../../model/traffic.js';
import { effectiveFlows, effectivePacketBytes } from '../../request/effective/effective-flows.js';
import type { FlowInput } from '../../request/inputs/flow.input.js';
import { isObject } from '../../request/reading/examine.js';
import { checkEnds } from '../../request/rules/ends.js';
import { checkPeriods, checkRate } from '../../request/rules/flow-rules.js';
import { checkPath } from '../../request/rules/path-rules.js';
import type { Sent } from '../../request/rules/sent.js';
import { checkStop } from '../../request/rules/stop-rule.js';
import { stopFlow } from '../flow-operations.js';
import { present } from '../present.js';
import { SentFlowChangesInput } from './inputs/changes.inputs.js';
import type { Reader } from './reading-context.js';
import { changesIn } from './sent-changes.js';

export const readAddFlow: Reader<'add_flow'> = ({ flow }, pointer, { draft, flowNames }) => {
  const place = at(pointer, 'flow');
  if (isObject(flow)) {
    const { flows, nodes, problems, atSec } = draft;
    flows.checkNew(flow, place);
    checkEnds('flow', flow, place, nodes, problems);
    checkPath(flow, place, draft, problems);
    checkRate(flow, place, problems);
    checkStop(flow, place, problems, atSec);
    checkPeriods(flow, place, problems);
  }
  return ({ operation, flow }) => {
    const id = flow.id ?? flowNames.name(`${flow.from}-${flow.to}`);
    return [{ operation, flow: effectiveFlows([{ ...flow, id }])[0] }];
  };
};

export const readUpdateFlow: Reader<'update_flow'> = (sent, pointer, { draft }) => {
  const { flows, state, problems, atSec } = draft;
  const { flow_id } = sent;
  flows.check(flow_id, at(pointer, 'flow_id'));
  const found = changesIn(sent, SentFlowChangesInput, pointer, draft);
  const changes: Sent<FlowInput> = found.changes;
  const flow = state.flows.get(flow_id as string);
  const { packet_bytes = flow?.packet_bytes, arrivals = flow?.arrivals } = changes;
  checkRate({ ...changes, packet_bytes }, found.pointer, problems);
  checkStop({ start_sec: flow?.start_sec, stop_sec: changes.stop_sec }, found.pointer, problems, atSec);
  if (arrivals !== undefined) checkPeriods({ ...changes, arrivals }, found.pointer, problems);
  return ({ operation, flow_id }) => [{ operation, flow_id, changes: effectiveChanges(changes as Partial<FlowInput>, flow as Flow) }];
};

export const readStopFlow: Reader<'stop_flow'> = ({ flow_id }, pointer, { draft }) => {
  stopFlow.check({ flow_id }, pointer, draft);
  return ({ operation, flow_id }) => [{ operation, flow_id }];
};

function effectiveChanges(sent: Partial<FlowInput>, flow: Flow): FlowChanges {
  const { rate_mbps, packet_bytes, ...changes } = present(sent);
  const bytes = packet_bytes === undefined ? undefined : effectivePacketBytes(packet_bytes);
  const rate = typeof rate_mbps === 'number' ? packetRate(rate_mbps, meanPacketBytes(bytes ?? flow.packet_bytes)) : undefined;
  return present({ ...changes, packet_bytes: bytes, ...(rate === undefined ? {} : { rate_pps: rate }) } as FlowChanges);
}
