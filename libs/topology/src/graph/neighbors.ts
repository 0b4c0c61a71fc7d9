import type { Graph } from './graph.js';

/** Undirected adjacency in compressed rows: the neighbors of node i stand in `list` from `start[i]` to before `start[i + 1]`. */
export interface Neighbors {
  start: Uint32Array;
  list: Uint32Array;
}

export function neighbors({ nodes, links, from, to }: Graph): Neighbors {
  const start = new Uint32Array(nodes + 1);
  for (let link = 0; link < links; link++) {
    start[from[link] + 1] += 1;
    start[to[link] + 1] += 1;
  }
  for (let node = 0; node < nodes; node++) start[node + 1] += start[node];
  const list = new Uint32Array(2 * links);
  const next = start.slice(0, nodes);
  for (let link = 0; link < links; link++) {
    list[next[from[link]]++] = to[link];
    list[next[to[link]]++] = from[link];
  }
  return { start, list };
}
