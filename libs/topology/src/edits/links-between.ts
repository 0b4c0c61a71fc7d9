import type { NetworkLink } from '../model/network.js';
import { Follower } from './follower.js';

/** Most lists ask once, and a refusal once more: to look at everything is then cheaper than to remember everything. */
const SEARCHES = 2;

/** Which links lead from a node to another as the edits so far leave them. */
export class LinksBetween extends Follower<NetworkLink> {
  private readonly ids = new Map<string, Map<string, Set<string>>>();
  private asked = 0;

  of(from: string, to: string): ReadonlySet<string> {
    this.asked += 1;
    if (this.asked <= SEARCHES) return this.search(from, to);
    this.follow();
    return this.ids.get(from)?.get(to) ?? new Set();
  }

  protected come(link: NetworkLink): void {
    this.idsFor(link.from, link.to).add(link.id);
    if (!link.directed) this.idsFor(link.to, link.from).add(link.id);
  }

  protected go(link: NetworkLink): void {
    this.idsFor(link.from, link.to).delete(link.id);
    if (!link.directed) this.idsFor(link.to, link.from).delete(link.id);
  }

  private search(from: string, to: string): Set<string> {
    const ids = new Set<string>();
    for (const link of this.map.values()) {
      const back = !link.directed && link.from === to && link.to === from;
      if (back || (link.from === from && link.to === to)) ids.add(link.id);
    }
    return ids;
  }

  private idsFor(from: string, to: string): Set<string> {
    const next = this.ids.get(from) ?? new Map<string, Set<string>>();
    const ids = next.get(to) ?? new Set<string>();
    this.ids.set(from, next.set(to, ids));
    return ids;
  }
}
