import type { RoutingMetric } from '@skein/topology';
import type { Channels } from '../links/channels.js';
import { grown } from '../memory/grow.js';
import { Adjacency } from './adjacency.js';
import { NO_CHANNEL, ShortestPathTree } from './shortest-path-tree.js';
import { linkWeight } from './link-weight.js';

/** Steps that end a path instead of naming a channel. */
export const DELIVER = -1;
export const NO_ROUTE = -2;

/** A flow whose path has not been asked for yet. */
export const UNKNOWN_PATH = -1;

/** The end nodes of one flow, and the nodes between where it has a fixed path. */
export interface RoutedFlow {
  source: number;
  destination: number;
  path: readonly number[] | null;
}

/**
 * The path of every flow that has sent something, channel by channel. A packet carries a cursor into `steps`, so a hop costs one read, and
 * 10 000 nodes need no table of 100 million entries. All flows to one destination get their paths from one search, when the first of
 * them sends.
 */
export class Routes {
  /** Channel numbers, each path closed by `DELIVER` or `NO_ROUTE`. */
  steps = new Int32Array(64);
  /** Per flow: where its path begins in `steps`. */
  readonly start: Int32Array;
  private length = 0;
  private readonly tree: ShortestPathTree;
  private readonly weight: Float64Array;
  private readonly outgoing: Adjacency;
  /** Flows without a fixed path, by destination. */
  private readonly flowsTo = new Map<number, number[]>();

  constructor(
    nodes: number,
    private readonly channels: Channels,
    private readonly flows: readonly RoutedFlow[],
    links: readonly { latency: number; bandwidth_mbps: number }[],
    metric: RoutingMetric,
  ) {
    this.start = new Int32Array(flows.length).fill(UNKNOWN_PATH);
    this.weight = Float64Array.from(channels.link, (link) => linkWeight(links[link], metric));
    this.outgoing = new Adjacency(nodes, channels.from);
    this.tree = new ShortestPathTree(nodes, channels.from, channels.to, this.weight);
    flows.forEach(({ destination, path }, flow) => {
      if (path) return;
      const others = this.flowsTo.get(destination);
      if (others) others.push(flow);
      else this.flowsTo.set(destination, [flow]);
    });
  }

  /** Finds the path of a flow, and with it those of all flows to its destination. */
  resolve(flow: number): void {
    const { destination, path } = this.flows[flow];
    if (path) {
      this.lay(flow, this.along(path));
      return;
    }
    const siblings = this.flowsTo.get(destination)!;
    this.tree.search(destination, new Set(siblings.map((sibling) => this.flows[sibling].source)));
    for (const sibling of siblings) this.lay(sibling, this.downTree(this.flows[sibling].source, destination));
  }

  private downTree(source: number, destination: number): number[] {
    const steps: number[] = [];
    for (let node = source; node !== destination; node = this.channels.to[steps[steps.length - 1]]) {
      const channel = this.tree.next[node];
      if (channel === NO_CHANNEL) return [...steps, NO_ROUTE];
      steps.push(channel);
    }
    return [...steps, DELIVER];
  }

  /** Between two nodes of a fixed path: the channel of the smallest weight, among equals the one with the lowest index. */
  private along(path: readonly number[]): number[] {
    const steps: number[] = [];
    for (let i = 1; i < path.length; i++) {
      let best = NO_CHANNEL;
      for (const channel of this.outgoing.at(path[i - 1])) {
        if (this.channels.to[channel] === path[i] && (best === NO_CHANNEL || this.weight[channel] < this.weight[best])) best = channel;
      }
      if (best === NO_CHANNEL) return [...steps, NO_ROUTE];
      steps.push(best);
    }
    return [...steps, DELIVER];
  }

  private lay(flow: number, path: readonly number[]): void {
    if (this.length + path.length > this.steps.length) {
      this.steps = grown(this.steps, Math.max(this.steps.length * 2, this.length + path.length));
    }
    this.start[flow] = this.length;
    this.steps.set(path, this.length);
    this.length += path.length;
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.steps, this.start, this.weight, ...this.outgoing.arrays, ...this.tree.arrays];
  }
}
