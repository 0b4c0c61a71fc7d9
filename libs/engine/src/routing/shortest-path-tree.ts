import type { Graph } from './graph.js';
import { DOWN } from './link-weight.js';
import { NodeQueue } from './node-queue.js';

export const NO_CHANNEL = -1;

/** What a search fills in, for so many nodes. */
class SearchSpace {
  readonly next: Int32Array;
  readonly order: Int32Array;
  readonly queue: NodeQueue;

  constructor(nodes: number) {
    this.next = new Int32Array(nodes);
    this.order = new Int32Array(nodes);
    this.queue = new NodeQueue(nodes);
  }
}

/** One for all simulations of a thread, as large as the largest network has needed: what a search has found is read before the next begins. */
let space = new SearchSpace(64);

/**
 * Shortest paths from all nodes to one destination, by E. Dijkstra's algorithm over the channels taken backwards.
 *
 * A path is shorter if the sum of its weights is smaller, or if that is equal and it has fewer hops, so that channels of weight 0 make no
 * loops. Where several channels of a node lie on such paths, the one with the lowest index is taken.
 *
 * What it says holds until there is another search, by whichever tree.
 */
export class ShortestPathTree {
  /** How many nodes were reached. */
  reached = 0;

  /** @param outwards searches from the root over the channels as they lead, for distances alone; `next` is not to be used then. */
  constructor(
    private readonly graph: Graph,
    private readonly outwards = false,
  ) {}

  /** The channel by which each node sends towards the destination. */
  get next(): Int32Array {
    return space.next;
  }

  /** The nodes that were reached, nearest first, the destination itself leading. */
  get order(): Int32Array {
    return space.order;
  }

  /**
   * Searches until every node in `sources` has its route, or has none. After that `next` holds for those nodes and for all that are nearer;
   * `NO_CHANNEL` where there is no route.
   */
  search(destination: number, sources: ReadonlySet<number>): void {
    const { weight, channels, nodes } = this.graph;
    if (space.queue.capacity < nodes) space = new SearchSpace(nodes);
    const { next, order, queue } = space;
    const near = this.outwards ? this.graph.outgoing : this.graph.incoming;
    const far = this.outwards ? channels.to : channels.from;
    const { distance, hops } = queue;
    next.fill(NO_CHANNEL, 0, nodes);
    queue.reset(nodes);
    queue.improve(destination, 0, 0);
    this.reached = 0;
    let missing = sources.size;
    for (let node = queue.pop(); node >= 0; node = queue.pop()) {
      order[this.reached++] = node;
      if (sources.has(node) && --missing === 0) return;
      const nodeDistance = distance[node];
      const nodeHops = hops[node] + 1;
      for (let i = near.start[node]; i < near.start[node + 1]; i++) {
        const channel = near.channels[i];
        if (weight[channel] === DOWN) continue;
        const neighbour = far[channel];
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

  /** The sum of weights between every node and this one; Infinity where there is no way. */
  distancesFrom(root: number): Float64Array {
    this.search(root, new Set());
    return space.queue.distance.slice(0, this.graph.nodes);
  }

  /**
   * All channels by which a node that was reached can send at equal cost, in ascending order: those that lie on paths of the smallest sum of
   * weights and lead strictly closer by (sum, hops), so that no choice among them can ever make a loop.
   */
  nextHops(node: number): number[] {
    const { outgoing, weight, channels } = this.graph;
    const { distance, hops } = space.queue;
    const found: number[] = [];
    for (let i = outgoing.start[node]; i < outgoing.start[node + 1]; i++) {
      const channel = outgoing.channels[i];
      const neighbour = channels.to[channel];
      if (weight[channel] === DOWN || distance[neighbour] + weight[channel] !== distance[node]) continue;
      if (distance[neighbour] < distance[node] || hops[neighbour] < hops[node]) found.push(channel);
    }
    return found;
  }
}
