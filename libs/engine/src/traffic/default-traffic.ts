import { FLOW_DEFAULTS, type Flow, type NetworkNode } from '@skein/topology';
import { RandomStreams } from '../random/random-streams.js';

/** Up to so many nodes every ordered pair exchanges probes. */
export const ALL_PAIRS_NODES = 16;
/** In larger networks each node probes so many destinations. */
export const PROBES_PER_NODE = 2;

/**
 * What a network carries when no traffic is given: Poisson probes with the defaults of any flow, so that every topology shows something.
 * Every ordered pair up to `ALL_PAIRS_NODES` nodes; beyond that each node has `PROBES_PER_NODE` different destinations drawn uniformly from the
 * others, decided by the seed and the node's id.
 */
export function defaultTraffic(nodes: readonly Pick<NetworkNode, 'id'>[], seed: number): Flow[] {
  const taken = new Map<string, number>();
  const probe = (from: string, to: string): Flow => {
    const name = `${from}-${to}`;
    const others = taken.get(name) ?? 0;
    taken.set(name, others + 1);
    const id = others === 0 ? name : `${name}#${others + 1}`;
    return { id, from, to, ...FLOW_DEFAULTS, path: null, stop_sec: null };
  };
  if (nodes.length <= ALL_PAIRS_NODES) {
    return nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => probe(from.id, to.id)));
  }
  const random = new RandomStreams(seed);
  return nodes.flatMap((from, index) => {
    const stream = random.open('default traffic', from.id);
    const drawn: number[] = [];
    while (drawn.length < PROBES_PER_NODE) {
      const to = Math.floor(random.uniform(stream) * nodes.length);
      if (to !== index && !drawn.includes(to)) drawn.push(to);
    }
    return drawn.map((to) => probe(from.id, nodes[to].id));
  });
}
