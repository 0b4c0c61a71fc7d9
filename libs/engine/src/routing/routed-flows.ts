import { grown, ints } from '../memory/arrays.js';

/** Where a flow's numbers stand in its row of `RoutedFlows.int`. */
const enum Routed {
  SOURCE,
  DESTINATION,
  /** The flow before it, in their order, that has the same destination. */
  BEFORE,
  WIDTH,
}

const NO_FLOW = -1;

/** From where to where each flow goes, and by which way where that is fixed. */
export class RoutedFlows {
  private int: Int32Array<ArrayBuffer>;
  /** By node: the last flow to it that has no fixed way. */
  private last: Int32Array<ArrayBuffer>;
  /** All nodes of the ways that are fixed. */
  private fixed: Map<number, readonly number[]> | null = null;

  constructor(flows: number, nodes: number) {
    this.int = ints(flows * Routed.WIDTH);
    this.last = ints(nodes).fill(NO_FLOW);
  }

  add(flow: number, source: number, destination: number, path: readonly number[] | null): void {
    const row = flow * Routed.WIDTH;
    if (row === this.int.length) this.int = grown(this.int, Math.max(8, flow * 2) * Routed.WIDTH);
    this.int[row + Routed.SOURCE] = source;
    this.int[row + Routed.DESTINATION] = destination;
    if (path) {
      this.fixed ??= new Map();
      this.fixed.set(flow, path);
      return;
    }
    const known = this.last.length;
    if (destination >= known) this.last = grown(this.last, Math.max(8, destination * 2)).fill(NO_FLOW, known);
    this.int[row + Routed.BEFORE] = this.last[destination];
    this.last[destination] = flow;
  }

  source(flow: number): number {
    return this.int[flow * Routed.WIDTH + Routed.SOURCE];
  }

  destination(flow: number): number {
    return this.int[flow * Routed.WIDTH + Routed.DESTINATION];
  }

  /** All nodes of its way where that is fixed. */
  path(flow: number): readonly number[] | null {
    return this.fixed?.get(flow) ?? null;
  }

  /** The flows to a node that have no fixed way, in their order. */
  to(destination: number): number[] {
    const flows: number[] = [];
    for (let flow = this.last[destination]; flow !== NO_FLOW; flow = this.int[flow * Routed.WIDTH + Routed.BEFORE]) flows.push(flow);
    return flows.reverse();
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.int, this.last];
  }
}
