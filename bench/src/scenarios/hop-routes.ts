import type { Request } from './request.js';

/** Channel 2i is link i from its `from` to its `to`, channel 2i + 1 the way back. */
export interface Channels {
  from: Int32Array;
  to: Int32Array;
}

export function channelsOf({ nodes, links }: Request['topology']): Channels {
  const index = new Map(nodes.map((id, node) => [id, node]));
  const ends = links.map(({ from, to }) => [index.get(from)!, index.get(to)!]);
  return {
    from: Int32Array.from(ends.flatMap(([from, to]) => [from, to])),
    to: Int32Array.from(ends.flatMap(([from, to]) => [to, from])),
  };
}

/**
 * The channel by which each node sends towards a destination: on a path of the fewest hops, among several the lowest, which is the tie rule of
 * docs/model.md. So the other programs, which are told their routes, send every packet the way that the engine finds by itself.
 */
export function routesTo(destination: number, nodes: number, { from, to }: Channels): Int32Array {
  const hops = new Int32Array(nodes).fill(-1);
  hops[destination] = 0;
  for (let level = 0, reached = 1; reached > 0; level++) {
    reached = 0;
    for (let channel = 0; channel < from.length; channel++) {
      if (hops[to[channel]] !== level || hops[from[channel]] !== -1) continue;
      hops[from[channel]] = level + 1;
      reached++;
    }
  }
  const next = new Int32Array(nodes).fill(-1);
  for (let channel = from.length - 1; channel >= 0; channel--) {
    if (hops[to[channel]] >= 0 && hops[to[channel]] === hops[from[channel]] - 1) next[from[channel]] = channel;
  }
  return next;
}
