/** The things of one kind, by id, in the order in which they came; one that is replaced keeps its place. A `Map` is one. */
export interface Collection<V> {
  readonly size: number;
  get(id: string): V | undefined;
  has(id: string): boolean;
  keys(): Iterable<string>;
  values(): Iterable<V>;
  set(id: string, value: V): unknown;
  delete(id: string): unknown;
}

/**
 * Changes to a map that can be looked at as if they were made, then made or forgotten.
 * Costs as much as is changed, however large the map. Values are never undefined.
 */
export class StagedMap<V> implements Collection<V> {
  private readonly removed = new Set<string>();
  private readonly put = new Map<string, V>();
  size: number;
  /** What came and went, in this order, for what is computed from the map to follow; what is replaced does neither. */
  readonly log: { value: V; came: boolean }[] = [];

  constructor(private readonly base: Map<string, V>) {
    this.size = base.size;
  }

  get(id: string): V | undefined {
    return this.put.get(id) ?? (this.removed.has(id) ? undefined : this.base.get(id));
  }

  has(id: string): boolean {
    return this.put.has(id) || this.stays(id);
  }

  *keys(): Generator<string> {
    for (const id of this.base.keys()) if (!this.removed.has(id)) yield id;
    for (const id of this.put.keys()) if (!this.stays(id)) yield id;
  }

  *values(): Generator<V> {
    for (const [id, value] of this.base) if (!this.removed.has(id)) yield this.put.get(id) ?? value;
    for (const [id, value] of this.put) if (!this.stays(id)) yield value;
  }

  set(id: string, value: V): void {
    if (!this.has(id)) {
      this.size += 1;
      this.log.push({ value, came: true });
    }
    this.put.set(id, value);
  }

  delete(id: string): void {
    const value = this.get(id);
    if (value === undefined) return;
    this.size -= 1;
    this.log.push({ value, came: false });
    this.put.delete(id);
    if (this.base.has(id)) this.removed.add(id);
  }

  /** Makes the changes. */
  commit(): void {
    for (const id of this.removed) this.base.delete(id);
    for (const [id, value] of this.put) this.base.set(id, value);
  }

  /** Whether the map itself has it, in a place that it keeps: what is removed and put again goes to the end. */
  private stays(id: string): boolean {
    return this.base.has(id) && !this.removed.has(id);
  }
}
