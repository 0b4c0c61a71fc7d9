import type { NetworkLink } from '../model/network.js';
import type { StagedMap } from './staged-map.js';

/** The steps from node to node that links allow as the edits so far leave them. Collected when first asked for. */
export class LiveHops {
  private readonly allowed = new Map<string, Set<string>>();
  private version: number | undefined;

  constructor(private readonly links: StagedMap<NetworkLink>) {}

  /** Whether some link leads from one node to the next; true also where one of them is no id, which is reported as that. */
  lead(from: unknown, to: unknown): boolean {
    if (typeof from !== 'string' || typeof to !== 'string') return true;
    if (this.version !== this.links.version) this.collect();
    return this.allowed.get(from)?.has(to) ?? false;
  }

  private collect(): void {
    this.allowed.clear();
    for (const { from, to, directed } of this.links.values()) {
      this.allow(from, to);
      if (!directed) this.allow(to, from);
    }
    this.version = this.links.version;
  }

  private allow(from: string, to: string): void {
    const next = this.allowed.get(from);
    if (next === undefined) this.allowed.set(from, new Set([to]));
    else next.add(to);
  }
}
