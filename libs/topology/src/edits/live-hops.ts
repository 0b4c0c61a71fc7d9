import type { NetworkLink } from '../model/network.js';
import { Follower } from './follower.js';

/** The steps from node to node that links allow as the edits so far leave them. */
export class LiveHops extends Follower<NetworkLink> {
  /** How many links lead from a node to another. */
  private readonly links = new Map<string, Map<string, number>>();

  /** Whether some link leads from one node to the next; true also where one of them is no id, which is reported as that. */
  lead(from: unknown, to: unknown): boolean {
    if (typeof from !== 'string' || typeof to !== 'string') return true;
    this.follow();
    return (this.links.get(from)?.get(to) ?? 0) > 0;
  }

  protected come(link: NetworkLink): void {
    this.count(link, 1);
  }

  protected go(link: NetworkLink): void {
    this.count(link, -1);
  }

  private count({ from, to, directed }: NetworkLink, change: number): void {
    this.countOne(from, to, change);
    if (!directed) this.countOne(to, from, change);
  }

  private countOne(from: string, to: string, change: number): void {
    const next = this.links.get(from) ?? new Map<string, number>();
    this.links.set(from, next.set(to, (next.get(to) ?? 0) + change));
  }
}
