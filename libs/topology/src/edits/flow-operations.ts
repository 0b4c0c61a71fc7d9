import { at } from '@skein/problem';
import type { Flow } from '../model/traffic.js';
import { effectiveFlows } from '../request/effective/effective-flows.js';
import { isObject } from '../request/reading/examine.js';
import { checkEnds } from '../request/rules/ends.js';
import { checkPath } from '../request/rules/path-rules.js';
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
    checkStop(flow.stop_sec, flow.start_sec, place, context);
  },
  carryOut({ flow }, state) {
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
    checkStop(changes.stop_sec, context.state.flows.get(flow_id as string)?.start_sec, place, context);
  },
  carryOut({ flow_id, changes }, state) {
    const flow = state.flows.get(flow_id) as Flow;
    state.flows.set(flow_id, copyOf({ ...flow, ...present(changes) }));
  },
};

export const stopFlow: Operation<EditOf<'stop_flow'>> = {
  input: FlowReferenceInput,
  check: checkFlow,
  carryOut({ flow_id }, state) {
    state.flows.delete(flow_id);
  },
};

function checkFlow({ flow_id }: { readonly flow_id?: unknown }, pointer: string, { flows }: EditContext): void {
  flows.check(flow_id, at(pointer, 'flow_id'));
}

/** A flow must end after it begins, and not before the edit: else it would send nothing. */
function checkStop(stop: unknown, start: unknown, pointer: string, { atSec, problems }: EditContext): void {
  const begins = typeof start === 'number' ? start : 0;
  const earliest = Math.max(begins, atSec);
  if (typeof stop !== 'number' || !(stop <= earliest)) return;
  const what = begins >= atSec ? 'start_sec' : 'the time of the edit';
  problems.add(at(pointer, 'stop_sec'), `stop_sec must be later than ${what}, which is ${earliest}.`, {
    value: stop,
    accepted: `a number above ${earliest} (s)`,
  });
}

/** A flow of our own, with its members in their order. */
function copyOf(flow: Flow): Flow {
  const [copy] = effectiveFlows([flow]);
  return { ...copy, path: copy.path && [...copy.path] };
}
