import { hashName } from '@skein/topology';
import type { Graph } from './graph.js';
import { chooseForFlow } from './next-hop-choice.js';
import type { ShortestPathTree } from './shortest-path-tree.js';
import { Cursor, Step, type Steps } from './steps.js';

/** Lays the way from a node to the destination that a tree has last searched for. One per kind of load sharing. */
export interface RouteLayer {
  /** Called after each search. @param starts the nodes from which ways will be asked for. */
  prepare(tree: ShortestPathTree, starts: ReadonlySet<number>, steps: Steps): void;
  /** Answers the cursor of the way that a flow's packets take from a node. */
  lay(node: number, flow: number): number;
}

/** All flows take the tree's own way. */
export class SinglePath implements RouteLayer {
  protected tree: ShortestPathTree;
  private steps: Steps;

  constructor(protected readonly graph: Graph) {}

  prepare(tree: ShortestPathTree, _starts: ReadonlySet<number>, steps: Steps): void {
    this.tree = tree;
    this.steps = steps;
  }

  lay(node: number, flow: number): number {
    const destination = this.tree.order[0];
    if (node === destination) return Cursor.DELIVER;
    if (this.tree.next[node] < 0) return Cursor.NO_ROUTE;
    const way: number[] = [];
    for (let at = node; at !== destination; at = this.graph.channels.to[way[way.length - 1]]) way.push(this.choose(at, flow));
    way.push(Step.DELIVER);
    return this.steps.lay(way);
  }

  protected choose(node: number, _flow: number): number {
    return this.tree.next[node];
  }
}

/** Each flow takes one of the equally short ways, by its own hash at every node. */
export class PathPerFlow extends SinglePath {
  /** @param labels of the channels; @param flowLabels of the flows: seeded words that depend on their ids alone. */
  constructor(
    graph: Graph,
    private readonly labels: readonly number[],
    private readonly flowLabels: readonly number[],
  ) {
    super(graph);
  }

  protected override choose(node: number, flow: number): number {
    return chooseForFlow(this.tree.nextHops(node), this.flowLabels[flow], this.labels);
  }
}

/** Each packet chooses at every node: the ways to a destination are laid as one graph of branches, whatever the flow. */
export class PathPerPacket implements RouteLayer {
  private readonly cursors = new Map<number, number>();

  /** @param nodes by number; their ids give them their labels. */
  constructor(
    private readonly graph: Graph,
    private readonly nodes: readonly { id: string }[],
  ) {}

  prepare(tree: ShortestPathTree, starts: ReadonlySet<number>, steps: Steps): void {
    const { cursors } = this;
    const { to } = this.graph.channels;
    cursors.clear();
    // Which nodes packets can pass is known from the far ones inwards; where they go on to, from the near ones outwards.
    const passed = new Set(starts);
    const nextHops: number[][] = [];
    for (let i = tree.reached - 1; i > 0; i--) {
      const node = tree.order[i];
      if (!passed.has(node)) continue;
      nextHops[i] = tree.nextHops(node);
      for (const channel of nextHops[i]) passed.add(to[channel]);
    }
    cursors.set(tree.order[0], Cursor.DELIVER);
    for (let i = 1; i < tree.reached; i++) {
      const node = tree.order[i];
      if (!passed.has(node)) continue;
      const ways = nextHops[i].flatMap((channel) => [channel, cursors.get(to[channel])!]);
      cursors.set(node, steps.lay([Step.BRANCH, ways.length / 2, hashName(this.nodes[node].id)[0], ...ways]));
    }
  }

  lay(node: number): number {
    return this.cursors.get(node) ?? Cursor.NO_ROUTE;
  }
}
