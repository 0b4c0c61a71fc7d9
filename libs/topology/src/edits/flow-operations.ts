import { at } from '@skein/problem';
import type { Flow } from '../model/traffic.js';
import { effectiveFlows } from '../request/effective/effective-flows.js';
import { isObject } from '../request/reading/examine.js';
import { checkEnds } from '../request/rules/ends.js';
import { checkPath } from '../request/rules/path-rules.js';
import { checkStop } from '../request/rules/stop-rule.js';
import { AddFlowInput, FlowChangesInput, FlowReferenceInput, LiveFlowInput, UpdateFlowInput } from './edit-inputs.js';
import type { EditContext, EditOf, Operation } from './operation.js';
import { present } from './present.js';

export const addFlow: Operation<EditOf<'add_flow'>> = {
  input: AddFlowInput,
  check({ flow }, pointer, context) {
    if (!isObject(flow)) return;
    const place = at(pointer, 'flow');
    context.completeness.whole(flow, LiveFlowInput, place);
    context.flows.checkNew(flow, place);
    checkEnds('flow', flow, place, context.nodes, context.problems);
    checkPath(flow, place, context, context.problems);
    checkStop(flow, place, context.problems, context.atSec);
  },
  carryOut({ flow }, { state }) {
    state.flows.set(flow.id, copyOf(flow));
  },
};

export const updateFlow: Operation<EditOf<'update_flow'>> = {
  input: UpdateFlowInput,
  check({ flow_id, changes }, pointer, context) {
    checkFlow({ flow_id }, pointer, context);
    if (!isObject(changes)) return;
    const place = at(pointer, 'changes');
    context.completeness.changes(changes, FlowChangesInput, place);
    const start_sec = context.state.flows.get(flow_id as string)?.start_sec;
    checkStop({ start_sec, stop_sec: changes.stop_sec }, place, context.problems, context.atSec);
  },
  carryOut({ flow_id, changes }, { state }) {
    const flow = state.flows.get(flow_id) as Flow;
    state.flows.set(flow_id, copyOf({ ...flow, ...present(changes) }));
  },
};

export const stopFlow: Operation<EditOf<'stop_flow'>> = {
  input: FlowReferenceInput,
  check: checkFlow,
  carryOut({ flow_id }, { state }) {
    state.flows.delete(flow_id);
  },
};

function checkFlow({ flow_id }: { readonly flow_id?: unknown }, pointer: string, { flows }: EditContext): void {
  flows.check(flow_id, at(pointer, 'flow_id'));
}

/** A flow of our own, with its members in their order. */
function copyOf(flow: Flow): Flow {
  const [copy] = effectiveFlows([flow]);
  return { ...copy, path: copy.path && [...copy.path] };
}
