import { Adjacency } from './adjacency.js';
import { NodeQueue } from './node-queue.js';

export const NO_CHANNEL = -1;

/**
 * Shortest paths from all nodes to one destination, by E. Dijkstra's algorithm over the channels taken backwards.
 *
 * A path is shorter if the sum of its weights is smaller, or if that is equal and it has fewer hops, so that channels of weight 0 make no
 * loops. Where several channels of a node lie on shortest paths, the one with the lowest index is taken.
 */
export class ShortestPathTree {
  /** The channel by which each node sends towards the destination of the last search. */
  readonly next: Int32Array;
  private readonly incoming: Adjacency;
  private readonly queue: NodeQueue;

  constructor(
    nodes: number,
    private readonly from: Int32Array,
    to: Int32Array,
    private readonly weight: Float64Array,
  ) {
    this.next = new Int32Array(nodes);
    this.incoming = new Adjacency(nodes, to);
    this.queue = new NodeQueue(nodes);
  }

  /**
   * Searches until every node in `sources` has its route, or has none.
   * After that `next` holds for those nodes and for all on their ways; `NO_CHANNEL` where there is no route.
   */
  search(destination: number, sources: ReadonlySet<number>): void {
    const { next, from, weight, queue } = this;
    const { start, channels } = this.incoming;
    const { distance, hops } = queue;
    next.fill(NO_CHANNEL);
    queue.reset();
    queue.improve(destination, 0, 0);
    let missing = sources.size;
    for (let node = queue.pop(); node >= 0; node = queue.pop()) {
      if (sources.has(node) && --missing === 0) return;
      const nodeDistance = distance[node];
      const nodeHops = hops[node] + 1;
      for (let i = start[node]; i < start[node + 1]; i++) {
        const channel = channels[i];
        const neighbour = from[channel];
        const through = nodeDistance + weight[channel];
        if (through < distance[neighbour] || (through === distance[neighbour] && nodeHops < hops[neighbour])) {
          queue.improve(neighbour, through, nodeHops);
          next[neighbour] = channel;
        } else if (through === distance[neighbour] && nodeHops === hops[neighbour] && channel < next[neighbour]) {
          next[neighbour] = channel;
        }
      }
    }
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.next, ...this.incoming.arrays, ...this.queue.arrays];
  }
}
