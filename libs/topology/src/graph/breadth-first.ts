import type { Neighbors } from './neighbors.js';

/** Breadth-first searches over one network, on buffers that are made once. */
export class BreadthFirst {
  /** Nodes of the last search, nearest first; the first `reached` count. */
  readonly order: Uint32Array;
  /** Hops from the last search's source, for the nodes in `order`. */
  readonly hops: Uint32Array;
  reached = 0;
  /** Neighbors looked at so far, by all searches. */
  steps = 0;
  /** The search that saw a node last, so that nothing is cleared between searches. */
  private readonly seenBy: Uint32Array;
  private searches = 0;

  constructor(
    nodes: number,
    private readonly neighbors: Neighbors,
  ) {
    this.order = new Uint32Array(nodes);
    this.hops = new Uint32Array(nodes);
    this.seenBy = new Uint32Array(nodes);
  }

  /** @returns hops from `source` to the node farthest from it */
  eccentricity(source: number): number {
    const { order, hops, seenBy } = this;
    const { start, list } = this.neighbors;
    const search = (this.searches += 1);
    order[0] = source;
    hops[source] = 0;
    seenBy[source] = search;
    let end = 1;
    for (let head = 0; head < end; head++) {
      const node = order[head];
      const last = start[node + 1];
      for (let slot = start[node]; slot < last; slot++) {
        const next = list[slot];
        if (seenBy[next] === search) continue;
        seenBy[next] = search;
        hops[next] = hops[node] + 1;
        order[end++] = next;
      }
      this.steps += last - start[node];
    }
    this.reached = end;
    return hops[order[end - 1]];
  }

  /** The node that lies `steps` hops before `node` on a shortest path of the last search. */
  backFrom(node: number, steps: number): number {
    const { start, list } = this.neighbors;
    for (let step = 0; step < steps; step++) {
      let slot = start[node];
      while (this.hops[list[slot]] !== this.hops[node] - 1) slot += 1;
      node = list[slot];
    }
    return node;
  }
}
