import fc from 'fast-check';
import { flowChanges, flowId, linkChanges, linkId, loss, nodeId, oddOf, queue } from './any-edits.js';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const ends = fc.record({ from: nodeId, to: nodeId });
const linkMeant = fc.oneof(fc.record({ link_id: linkId }), ends);

const sentLink = fc
  .tuple(
    ends,
    fc.record({ id: maybe(linkId), latency: maybe(fc.constantFrom(null, 3)), directed: maybe(fc.boolean()) }),
    maybe(loss),
    maybe(queue),
  )
  .map((parts) => Object.assign({}, ...parts) as object);

const sentFlow = fc
  .tuple(
    ends,
    fc.record({ id: maybe(flowId), start_sec: fc.constantFrom(undefined, 4), stop_sec: fc.constantFrom(undefined, null, 8) }),
    flowRate(),
  )
  .map((parts) => Object.assign({}, ...parts) as object);

function flowRate(): fc.Arbitrary<object> {
  return fc.oneof(fc.constantFrom({}, { rate_pps: 3 }, { rate_mbps: 2 }), fc.constant({ arrivals: 'on_off', on_sec: 2 }));
}

/** Changes inside `changes` or beside the name of what changes. */
function changing(name: fc.Arbitrary<object>, changes: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return fc.tuple(name, changes, fc.boolean()).map(([named, to, inside]) => ({ ...named, ...(inside ? { changes: to } : to) }));
}

function operation(names: string[], members: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return fc.tuple(fc.constantFrom(...names), members).map(([name, more]) => ({ operation: name, ...more }));
}

const sentFlowChanges = fc.oneof(flowChanges, fc.constant({ rate_mbps: 1 }));

/** One operation as people ask for it, whose members are of their types and in their ranges. */
const wellFormed: fc.Arbitrary<object> = fc.oneof(
  operation(['add_router'], fc.record({ node: fc.oneof(nodeId, fc.record({ id: nodeId, label: maybe(fc.constant('x')) })) })),
  operation(['remove_router', 'fail_router', 'restore_router'], fc.record({ node_id: nodeId })),
  { weight: 3, arbitrary: operation(['add_link'], fc.record({ link: sentLink })) },
  { weight: 2, arbitrary: operation(['remove_link', 'fail_link', 'restore_link'], linkMeant) },
  operation(['update_link'], changing(linkMeant, linkChanges)),
  { weight: 2, arbitrary: operation(['add_flow'], fc.record({ flow: sentFlow })) },
  operation(['update_flow'], changing(fc.record({ flow_id: flowId }), sentFlowChanges)),
  operation(['stop_flow'], fc.record({ flow_id: flowId })),
  operation(['set_traffic'], fc.record({ traffic: fc.array(sentFlow, { maxLength: 4 }) })),
);

const anyOperation = fc.oneof({ weight: 19, arbitrary: wellFormed }, { weight: 1, arbitrary: oddOf(wellFormed) });

/** A body of one operation or of several. */
export const editBodies: fc.Arbitrary<unknown> = fc.oneof(
  anyOperation,
  fc.record({ operations: fc.array(anyOperation, { maxLength: 6 }) }),
  oddOf(fc.record({ operations: fc.array(wellFormed, { maxLength: 3 }) })),
);
