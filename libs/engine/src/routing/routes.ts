import type { Flows } from '../traffic/flows.js';
import type { Graph } from './graph.js';
import { DOWN } from './link-weight.js';
import type { RouteLayer } from './route-layer.js';
import { RoutedFlows } from './routed-flows.js';
import { NO_CHANNEL, ShortestPathTree } from './shortest-path-tree.js';
import { shortcuts } from './shortcuts.js';
import { Cursor, Step, Steps } from './steps.js';

/** A packet that is on its way to a node. */
export interface Traveller {
  packet: number;
  flow: number;
  cursor: number;
  /** The node at which it arrives next. */
  node: number;
}

/**
 * The way of every flow that has sent something. A packet carries a cursor into `steps`, so a hop costs one read, and 10 000 nodes need no
 * table of 100 million entries. All flows to one destination get their ways from one search, when the first of them sends.
 */
export class Routes {
  steps = new Steps();
  private readonly tree: ShortestPathTree;
  private readonly routed: RoutedFlows;

  /** @param sharing whether ways share their channels with others, so that none can be kept when some are relaid. */
  constructor(
    private readonly graph: Graph,
    private readonly flows: Flows,
    private readonly layer: RouteLayer,
    private readonly sharing: boolean,
  ) {
    this.tree = new ShortestPathTree(graph);
    this.routed = new RoutedFlows(flows.capacity, graph.nodes);
  }

  /** @param path all nodes of its way where that is fixed */
  add(flow: number, source: number, destination: number, path: readonly number[] | null): void {
    this.routed.add(flow, source, destination, path);
    this.flows.setPath(flow, Cursor.UNKNOWN);
  }

  /** What part of the flows has its way, from 0 to 1; looks at each. */
  get routedShare(): number {
    const { count } = this.flows;
    let routed = 0;
    for (let flow = 0; flow < count; flow++) if (this.flows.path(flow) >= 0) routed += 1;
    return count === 0 ? 1 : routed / count;
  }

  /** Finds the way of a flow, and with it those of all flows to its destination; answers how many nodes it had to look at. */
  resolve(flow: number): number {
    const path = this.routed.path(flow);
    if (!path) return this.route(this.routed.destination(flow), []);
    this.flows.setPath(flow, this.layFixed(path));
    return path.length;
  }

  /**
   * Brings all ways up to date with what has changed in the graph. A way that avoids what has become worse is as short as before, and where
   * nothing that has become better makes a way as short as it there is none to prefer: only the others are laid anew, those of flows when
   * they next send.
   *
   * @param travellers all packets that are on a channel.
   * @param move told the new cursor of each.
   */
  refresh(travellers: Iterable<Traveller>, move: (packet: number, cursor: number) => void): void {
    const { graph, flows, routed } = this;
    if (!graph.changed) return;
    const old = this.steps;
    this.steps = new Steps();
    const bettered = shortcuts(graph);
    const isKept = (steps: Int32Array, node: number, flow: number): boolean => {
      if (this.sharing || (graph.worse && steps.some((step) => graph.worse!.has(step)))) return false;
      return steps[0] === Step.DELIVER || !bettered(node, routed.destination(flow), graph.lengthOf(steps));
    };
    for (let flow = 0; flow < flows.count; flow++) {
      const cursor = flows.path(flow);
      const steps = cursor >= 0 && !routed.path(flow) ? old.from(cursor) : null;
      flows.setPath(flow, steps && isKept(steps, routed.source(flow), flow) ? this.steps.lay(steps) : Cursor.UNKNOWN);
    }

    const kept = new Map<number, number | null>();
    const astray = new Map<number, Traveller[]>();
    for (const traveller of travellers) {
      const { packet, flow, cursor, node } = traveller;
      const path = routed.path(flow);
      if (path) {
        if (flows.path(flow) < 0) this.resolve(flow);
        move(packet, flows.path(flow) + path.length - 1 - old.beforeDelivery(cursor));
        continue;
      }
      let moved = kept.get(cursor);
      if (moved === undefined) {
        const steps = old.from(cursor);
        kept.set(cursor, (moved = isKept(steps, node, flow) ? this.steps.lay(steps) : null));
      }
      const destination = routed.destination(flow);
      if (moved !== null) move(packet, moved);
      else if (astray.has(destination)) astray.get(destination)!.push(traveller);
      else astray.set(destination, [traveller]);
    }
    for (const [destination, packets] of astray) this.route(destination, packets, move);
    graph.settle();
  }

  /** One search to a destination: gives all its flows that have none their way, and the packets that have lost theirs. */
  private route(destination: number, packets: readonly Traveller[], move?: (packet: number, cursor: number) => void): number {
    const unknown = this.routed.to(destination).filter((flow) => this.flows.path(flow) < 0);
    const starts = new Set<number>();
    for (const flow of unknown) starts.add(this.routed.source(flow));
    for (const { node } of packets) starts.add(node);
    this.tree.search(destination, starts);
    this.layer.prepare(this.tree, starts, this.steps);
    for (const flow of unknown) this.flows.setPath(flow, this.layer.lay(this.routed.source(flow), flow));
    if (packets.length === 0) return this.tree.reached;
    const laid = new Map<string, number>();
    for (const { packet, flow, node } of packets) {
      const key = `${node} ${flow}`;
      let cursor = laid.get(key);
      if (cursor === undefined) laid.set(key, (cursor = this.layer.lay(node, flow)));
      move!(packet, cursor);
    }
    return this.tree.reached;
  }

  /**
   * Between two nodes of a fixed path: the channel of the smallest weight, among equals the one with the lowest index. A hop without one is
   * laid as `NO_ROUTE` and the rest behind it all the same, so that a packet's place on the path is told by how many steps are left.
   */
  private layFixed(path: readonly number[]): number {
    const { outgoing, weight, channels } = this.graph;
    const steps: number[] = [];
    for (let i = 1; i < path.length; i++) {
      let best = NO_CHANNEL;
      for (const channel of outgoing.at(path[i - 1])) {
        if (channels.to[channel] !== path[i] || weight[channel] === DOWN) continue;
        if (best === NO_CHANNEL || weight[channel] < weight[best]) best = channel;
      }
      steps.push(best === NO_CHANNEL ? Step.NO_ROUTE : best);
    }
    return this.steps.lay([...steps, Step.DELIVER]);
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.steps.array, ...this.routed.arrays, ...this.graph.arrays];
  }
}
