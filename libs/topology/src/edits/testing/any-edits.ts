import fc from 'fast-check';
import { NODE_TYPES, type Network } from '../../model/network.js';
import { ARRIVALS, PERIODS, type Flow } from '../../model/traffic.js';
import { flow, link, node } from './running.js';

/** Few names, so that edits often mean what is there, and often what is not. */
export const nodeId = fc.constantFrom('A', 'B', 'C', 'D', 'E');
export const linkId = fc.constantFrom('k', 'l', 'm', 'n');
export const flowId = fc.constantFrom('f', 'g', 'h', 'i');

const percent = fc.constantFrom(0, 2.5, 100);
const bursts = fc.record({
  good_to_bad_percent: percent,
  bad_to_good_percent: percent,
  loss_good_percent: percent,
  loss_bad_percent: percent,
});
const bytes = fc.oneof(fc.constantFrom(0.5, 1500), fc.constant([{ bytes: 40, weight: 2 }]));
export const loss = fc.oneof(fc.record({ loss_percent: percent }), fc.record({ gilbert_elliott: bursts }));
export const queue = fc.oneof(
  fc.record({ queue_packets: fc.nat(9).map((more) => 1 + more) }),
  fc.record({ queue_bytes: fc.constantFrom(0.5, 3000) }),
);
const seconds = fc.constantFrom(1e-6, 0.5, 4);

export const linkChanges = fc
  .tuple(
    fc.record(
      { latency: fc.constantFrom(0, 7), bandwidth_mbps: fc.constantFrom(0.1, 10), jitter_ms: fc.constantFrom(0, 3) },
      { requiredKeys: [] },
    ),
    fc.option(loss, { nil: {} }),
    fc.option(queue, { nil: {} }),
  )
  .map(([plain, ...forms]) => Object.assign(plain, ...forms) as object);

export const flowChanges = fc.record(
  {
    rate_pps: fc.constantFrom(0.1, 50),
    arrivals: fc.constantFrom(...ARRIVALS),
    packet_bytes: bytes,
    stop_sec: fc.constantFrom(null, 3, 8),
    periods: fc.constantFrom(...PERIODS),
    on_sec: seconds,
    off_sec: seconds,
  },
  { requiredKeys: [] },
);

const anyNode = fc
  .tuple(nodeId, fc.record({ type: fc.constantFrom(...NODE_TYPES), label: fc.constantFrom(null, '', 'x'), lat: fc.constantFrom(null, 90) }))
  .map(([id, more]) => node(id, more));
const anyLink = fc.tuple(linkId, nodeId, nodeId, loss, queue, fc.boolean()).map(([id, from, to, losing, queueing, directed]) => {
  const forms = { loss_percent: null, queue_packets: null, ...losing, ...queueing };
  return link(id, from, to, { ...forms, directed });
});
const anyFlow = fc
  .tuple(flowId, fc.array(nodeId, { minLength: 2, maxLength: 4 }), fc.boolean(), fc.constantFrom(0, 2, 6), fc.constantFrom(null, 7))
  .map(([id, path, fixed, start_sec, stop_sec]): Flow => {
    const [from, to] = [path[0], path[path.length - 1]];
    return flow(id, from, to, { path: fixed ? path : null, start_sec, stop_sec });
  });

/** One edit of any kind, whose members are of their types and in their ranges. */
export const wellFormedEdit: fc.Arbitrary<object> = fc.oneof(
  fc.record({ operation: fc.constant('add_router'), node: anyNode }),
  fc.record({ operation: fc.constantFrom('remove_router', 'fail_router', 'restore_router'), node_id: nodeId }),
  { weight: 3, arbitrary: fc.record({ operation: fc.constant('add_link'), link: anyLink }) },
  fc.record({ operation: fc.constantFrom('remove_link', 'fail_link', 'restore_link'), link_id: linkId }),
  fc.record({ operation: fc.constant('update_link'), link_id: linkId, changes: linkChanges }),
  { weight: 3, arbitrary: fc.record({ operation: fc.constant('add_flow'), flow: anyFlow }) },
  fc.record({ operation: fc.constant('update_flow'), flow_id: flowId, changes: flowChanges }),
  fc.record({ operation: fc.constant('stop_flow'), flow_id: flowId }),
);

type Path = string[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => pathsIn(member, [...path, name]))];
}

function put(whole: unknown, [first, ...rest]: Path, value: unknown): unknown {
  if (first === undefined) return value;
  const copy = (Array.isArray(whole) ? [...(whole as unknown[])] : { ...(whole as object) }) as Record<string, unknown>;
  copy[first] = put(copy[first], rest, value);
  return copy;
}

const odd = fc.oneof(fc.constantFrom(undefined, null, -1, 0, NaN, Infinity, 1e308, '', 'A', '1', [], {}, true), fc.anything());

/** Something in which some member, or all of it, is something else. */
export function oddOf(whole: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(whole, fc.nat(), odd).map(([edit, where, value]) => {
    const paths = pathsIn(edit);
    return put(edit, paths[where % paths.length], value);
  });
}

export const oddEdit: fc.Arbitrary<unknown> = oddOf(wellFormedEdit);

export const editLists = fc.array(fc.oneof({ weight: 9, arbitrary: wellFormedEdit }, { weight: 1, arbitrary: oddEdit }), { maxLength: 12 });

/** Where edits begin: three nodes in a row, two links, two flows. */
export const START: Network & { flows: Flow[] } = {
  nodes: ['A', 'B', 'C'].map((id) => node(id)),
  links: [link('k', 'A', 'B', { directed: true }), link('l', 'B', 'C')],
  flows: [flow('f', 'A', 'C', { path: ['A', 'B', 'C'] }), flow('g', 'C', 'B', { start_sec: 4 })],
};
