import type { Database } from '../database/database.js';
import { EVENT_WRITERS, LAST_EVENT_NUMBER } from '../sql/event-horizon.js';

/**
 * Finds the number up to which all events are decided. Numbers are given out in the order of time, but become visible when their transactions commit,
 * in any order; a reader that went by what it can see would skip an event that commits late. Whoever has a number held the lock that every writer
 * takes on its table before that, so: note the last number given out, then who writes; when all those have ended, all up to that number
 * is decided.
 */
export class EventHorizon {
  private settled = 0;
  /** The last number given out when it was looked at, and who was writing then. */
  private pending: { last: number; writers: Set<string> } | null = null;

  constructor(private readonly database: Database) {}

  /** Never goes back, but for a database that has lost what nobody has seen. */
  async look(): Promise<number> {
    let writing: string[] | null = null;
    if (this.pending === null) {
      const last = await this.lastNumber();
      if (last === this.settled) return this.settled;
      writing = await this.writers();
      this.pending = { last, writers: new Set(writing) };
      if (writing.length > 0) return this.settled;
    }
    const { last, writers } = this.pending;
    writing ??= await this.writers();
    if (!writing.some((writer) => writers.has(writer))) {
      this.settled = last;
      this.pending = null;
    }
    return this.settled;
  }

  /** The last number given out. */
  async lastNumber(): Promise<number> {
    const row = await this.database.row<{ last: string }>(LAST_EVENT_NUMBER, []);
    return Number(row?.last ?? 0);
  }

  private async writers(): Promise<string[]> {
    const rows = await this.database.rows<{ writer: string }>(EVENT_WRITERS, []);
    return rows.map(({ writer }) => writer);
  }
}
