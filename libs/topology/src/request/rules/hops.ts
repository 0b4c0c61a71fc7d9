import type { LinkInput } from '../inputs/link.input.js';
import type { KnownNodes } from './known-nodes.js';
import { objectsIn } from './sent.js';

/** The steps from node to node that links allow, for the checking of paths. */
export class Hops {
  private allowed: Set<number> | null | undefined;

  constructor(
    private readonly links: unknown,
    private readonly most: number,
    private readonly nodes: KnownNodes,
  ) {}

  /** Whether some link leads from one node to the next; true also where a link or node could not be read, since it may be the one. */
  lead(from: unknown, to: unknown): boolean {
    const [one, other] = [this.nodes.indexOf(from), this.nodes.indexOf(to)];
    if (one === undefined || other === undefined) return true;
    if (this.allowed === undefined) this.allowed = this.read();
    return this.allowed === null || this.allowed.has(this.key(one, other));
  }

  private read(): Set<number> | null {
    const allowed = new Set<number>();
    let readable = 0;
    for (const [, { from, to, directed }] of objectsIn<LinkInput>(this.links, this.most)) {
      const [one, other] = [this.nodes.indexOf(from), this.nodes.indexOf(to)];
      if (one === undefined || other === undefined) continue;
      readable += 1;
      allowed.add(this.key(one, other));
      if (directed !== true) allowed.add(this.key(other, one));
    }
    const sent = Array.isArray(this.links) ? this.links.length : 0;
    const isList = Array.isArray(this.links) || this.links === undefined || this.links === null;
    return isList && readable === sent ? allowed : null;
  }

  private key(from: number, to: number): number {
    return from * 2 ** 26 + to;
  }
}
