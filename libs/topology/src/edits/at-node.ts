import { Follower } from './follower.js';
import { idsAt, type Visits } from './network-state.js';
import type { StagedMap } from './staged-map.js';

/** Which links or flows are at which node as the edits so far leave them. */
export class AtNode<V extends { id: string }> extends Follower<V> {
  private readonly ids = new Map<string, Set<string>>();
  private asked = 0;

  constructor(
    map: StagedMap<V>,
    private readonly visits: Visits<V>,
  ) {
    super(map);
  }

  of(nodeId: string): Iterable<string> {
    this.asked += 1;
    // Most lists ask once: to look at everything is then cheaper than to remember everything.
    if (this.asked === 1) return idsAt(this.map, this.visits, nodeId);
    this.follow();
    return [...(this.ids.get(nodeId) ?? [])];
  }

  protected come(value: V): void {
    for (const nodeId of this.visits(value)) {
      const ids = this.ids.get(nodeId);
      if (ids === undefined) this.ids.set(nodeId, new Set([value.id]));
      else ids.add(value.id);
    }
  }

  protected go(value: V): void {
    for (const nodeId of this.visits(value)) this.ids.get(nodeId)?.delete(value.id);
  }
}
