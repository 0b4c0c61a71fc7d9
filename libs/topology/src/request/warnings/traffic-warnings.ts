import type { Components } from '../../graph/components.js';
import type { Graph } from '../../graph/graph.js';
import type { Flow } from '../../model/traffic.js';
import type { Warning } from '../outcome.js';

/** What is legal in the traffic, but may not have been meant. One warning per kind, however often it applies. */
export function trafficWarnings(traffic: readonly Flow[] | null, durationSec: number, graph: Graph, { of }: Components): Warning[] {
  if (traffic === null) return [];
  if (traffic.length === 0) {
    const message = 'The list of flows is empty: nothing is sent. Left out, the nodes would exchange light probes.';
    return [{ code: 'no_traffic', pointer: '/traffic', message }];
  }
  return [
    ...counted('unreachable', traffic, ({ from, to }) => of[graph.position(from)] !== of[graph.position(to)], {
      one: 'One flow leads to a node that no links lead to; its packets are dropped as no_route.',
      many: 'flows lead to nodes that no links lead to; their packets are dropped as no_route.',
    }),
    ...counted('never_starts', traffic, ({ start_sec }) => start_sec >= durationSec, {
      one: 'One flow starts at or after the end of the simulation.',
      many: 'flows start at or after the end of the simulation.',
    }),
  ];
}

function counted(
  code: string,
  traffic: readonly Flow[],
  applies: (flow: Flow) => boolean,
  message: { one: string; many: string },
): Warning[] {
  const first = traffic.findIndex(applies);
  if (first < 0) return [];
  const count = traffic.filter(applies).length;
  return [
    { code, pointer: `/traffic/${first}`, message: count === 1 ? message.one : `${count} ${message.many} This is the first of them.` },
  ];
}
