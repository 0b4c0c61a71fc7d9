const ABSENT = -1;

/** A priority queue of nodes by (distance, hops): a binary heap that knows where each node stands, so that a node can move forward. */
export class NodeQueue {
  readonly distance: Float64Array;
  readonly hops: Int32Array;
  private readonly heap: Int32Array;
  private readonly position: Int32Array;
  private size = 0;

  /** @param capacity the most nodes that there can be */
  constructor(readonly capacity: number) {
    this.distance = new Float64Array(capacity);
    this.hops = new Int32Array(capacity);
    this.heap = new Int32Array(capacity);
    this.position = new Int32Array(capacity);
  }

  /** Forgets everything: each of so many nodes is infinitely far and not queued. */
  reset(nodes: number): void {
    this.distance.fill(Infinity, 0, nodes);
    this.hops.fill(0, 0, nodes);
    this.position.fill(ABSENT, 0, nodes);
    this.size = 0;
  }

  /** Gives a node a smaller distance than it had, and queues it where it is not. */
  improve(node: number, distance: number, hops: number): void {
    this.distance[node] = distance;
    this.hops[node] = hops;
    let at = this.position[node];
    if (at === ABSENT) at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.heap[parent];
      if (!this.before(node, above)) break;
      this.put(above, at);
      at = parent;
    }
    this.put(node, at);
  }

  /** Takes the nearest node out; -1 when there is none. */
  pop(): number {
    if (this.size === 0) return ABSENT;
    const nearest = this.heap[0];
    const moved = this.heap[--this.size];
    if (this.size > 0) this.sink(moved);
    return nearest;
  }

  private sink(node: number): void {
    let at = 0;
    for (let child = 1; child < this.size; child = 2 * at + 1) {
      if (child + 1 < this.size && this.before(this.heap[child + 1], this.heap[child])) child++;
      const below = this.heap[child];
      if (!this.before(below, node)) break;
      this.put(below, at);
      at = child;
    }
    this.put(node, at);
  }

  private before(a: number, b: number): boolean {
    const difference = this.distance[a] - this.distance[b];
    return difference < 0 || (difference === 0 && this.hops[a] < this.hops[b]);
  }

  private put(node: number, at: number): void {
    this.heap[at] = node;
    this.position[node] = at;
  }
}
