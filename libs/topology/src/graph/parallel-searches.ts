import type { Neighbors } from './neighbors.js';

/** Sources of one pass: the bits of a word. */
export const SOURCES_PER_PASS = 32;

/**
 * Breadth-first searches from many nodes in one pass, each a bit of a word per node: a neighbor is looked at once for all the searches that
 * reach a node at the same hop, which in the shallow networks that need many searches is most of them.
 */
export class ParallelSearches {
  /** Neighbors looked at so far. */
  steps = 0;
  private readonly seen: Uint32Array;
  /** The searches that reached a node at the present hop, and at the next. */
  private readonly reaching: Uint32Array;
  private readonly coming: Uint32Array;

  constructor(
    nodes: number,
    private readonly neighbors: Neighbors,
  ) {
    this.seen = new Uint32Array(nodes);
    this.reaching = new Uint32Array(nodes);
    this.coming = new Uint32Array(nodes);
  }

  /** @returns the greatest eccentricity, in hops, of up to `SOURCES_PER_PASS` nodes */
  eccentricity(sources: Uint32Array): number {
    this.seen.fill(0);
    sources.forEach((source, bit) => {
      this.coming[source] |= 1 << bit;
    });
    let frontier = this.arrive([...sources]);
    let hops = -1;
    for (; frontier.length > 0; hops++) frontier = this.arrive(this.spread(frontier));
    return hops;
  }

  /** Moves each search on by a hop; answers with the nodes that see one for the first time. */
  private spread(frontier: readonly number[]): number[] {
    const { seen, reaching, coming } = this;
    const { start, list } = this.neighbors;
    const reached: number[] = [];
    for (const node of frontier) {
      const last = start[node + 1];
      for (let slot = start[node]; slot < last; slot++) {
        const next = list[slot];
        const fresh = reaching[node] & ~seen[next];
        if (fresh === 0) continue;
        if (coming[next] === 0) reached.push(next);
        coming[next] |= fresh;
      }
      this.steps += last - start[node];
    }
    return reached;
  }

  private arrive(nodes: number[]): number[] {
    for (const node of nodes) {
      this.reaching[node] = this.coming[node];
      this.seen[node] |= this.coming[node];
      this.coming[node] = 0;
    }
    return nodes;
  }
}
