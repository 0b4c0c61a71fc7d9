import { UniqueNames } from '../request/effective/unique-names.js';
import { FLOW_DEFAULTS } from './defaults.js';
import { hashName } from './hash-name.js';
import type { NetworkNode } from './network.js';
import type { Flow } from './traffic.js';

/** Up to so many nodes every ordered pair exchanges probes. */
export const ALL_PAIRS_NODES = 16;
/** In larger networks each node probes so many destinations. */
export const PROBES_PER_NODE = 2;

const TWO_TO_32 = 0x100000000;

/**
 * What a network carries when no traffic is given: Poisson probes with the defaults of any flow, so that every topology shows something.
 * Every ordered pair up to `ALL_PAIRS_NODES` nodes; beyond that each node has `PROBES_PER_NODE` different destinations drawn uniformly from the
 * others, decided by the seed and the node's id.
 */
export function defaultTraffic(nodes: readonly Pick<NetworkNode, 'id'>[], seed: number): Flow[] {
  const names = new UniqueNames([]);
  const { rate_pps, arrivals, packet_bytes, start_sec, periods, on_sec, off_sec } = FLOW_DEFAULTS;
  // Member by member: what is spread is kept apart from the object, which then takes half as much again.
  const probe = (from: string, to: string): Flow => ({
    id: names.name(`${from}-${to}`),
    from,
    to,
    rate_pps,
    arrivals,
    packet_bytes,
    start_sec,
    periods,
    on_sec,
    off_sec,
    path: null,
    stop_sec: null,
  });
  if (nodes.length <= ALL_PAIRS_NODES) {
    return nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => probe(from.id, to.id)));
  }
  return nodes.flatMap((from, index) => {
    const drawn: number[] = [];
    for (let attempt = 0; drawn.length < PROBES_PER_NODE; attempt++) {
      const [word] = hashName(`${seed} default traffic ${attempt} ${from.id}`);
      const to = Math.floor(((word >>> 0) / TWO_TO_32) * nodes.length);
      if (to !== index && !drawn.includes(to)) drawn.push(to);
    }
    return drawn.map((to) => probe(from.id, nodes[to].id));
  });
}
