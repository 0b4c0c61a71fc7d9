import type { CommandOrder, CommandResult, JournalRecord } from './records.js';

/** How many settled commands are remembered: a delivery is repeated within seconds, so far more than can be under way. */
export const MOST_SETTLED = 10_000;

/** Where a command stands that the server still waits for. */
export type Entry = { phase: 'accepted' | 'started'; order: CommandOrder } | { phase: 'ended'; result: CommandResult };

/** What the records of a journal add up to. */
export class Ledger {
  /** In the order in which they came. */
  private readonly open = new Map<string, Entry>();
  /** In the order in which they were settled. */
  private readonly settled = new Set<string>();
  private highestSeq = 0;

  /** The highest `seq` seen; 0 where there was none. */
  get lastSeq(): number {
    return this.highestSeq;
  }

  /** Commands that the server still waits for. */
  get size(): number {
    return this.open.size;
  }

  /** Undefined for what is settled, too. */
  get(id: string): Entry | undefined {
    return this.open.get(id);
  }

  isSettled(id: string): boolean {
    return this.settled.has(id);
  }

  /** Commands that have not ended, in the order in which they came. */
  orders(phase: 'accepted' | 'started'): CommandOrder[] {
    return [...this.open.values()].flatMap((entry) => (entry.phase === phase ? [entry.order] : []));
  }

  /** Results that the server has not acknowledged, in the order in which their commands came. */
  results(): CommandResult[] {
    return [...this.open.values()].flatMap((entry) => (entry.phase === 'ended' ? [entry.result] : []));
  }

  /** A record that comes again, or too late, changes nothing. */
  apply(record: JournalRecord): void {
    switch (record.type) {
      case 'accepted': {
        const { type: _, ...order } = record;
        this.highestSeq = Math.max(this.highestSeq, order.seq);
        if (!this.open.has(order.id) && !this.settled.has(order.id)) this.open.set(order.id, { phase: 'accepted', order });
        break;
      }
      case 'started': {
        const entry = this.open.get(record.id);
        if (entry?.phase === 'accepted') this.open.set(record.id, { ...entry, phase: 'started' });
        break;
      }
      case 'ended': {
        const { id, state, result } = record;
        if (this.open.get(id)?.phase !== 'ended' && !this.settled.has(id))
          this.open.set(id, { phase: 'ended', result: { id, state, result } });
        break;
      }
      case 'settled':
        if (this.open.delete(record.id)) this.settle(record.id);
        break;
      case 'past':
        this.highestSeq = Math.max(this.highestSeq, record.last_seq);
        for (const id of record.ids) this.settle(id);
        break;
    }
  }

  /** The fewest records that add up to this. */
  records(): JournalRecord[] {
    const records: JournalRecord[] = [{ type: 'past', ids: [...this.settled], last_seq: this.highestSeq }];
    for (const entry of this.open.values()) {
      if (entry.phase === 'ended') records.push({ type: 'ended', ...entry.result });
      else records.push({ type: 'accepted', ...entry.order });
      if (entry.phase === 'started') records.push({ type: 'started', id: entry.order.id });
    }
    return records;
  }

  private settle(id: string): void {
    this.settled.add(id);
    if (this.settled.size <= MOST_SETTLED) return;
    for (const oldest of this.settled) {
      this.settled.delete(oldest);
      return;
    }
  }
}
