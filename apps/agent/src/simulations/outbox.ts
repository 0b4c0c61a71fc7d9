import type { Claim, FromRemoteRunner, Moved, PackedSnapshot } from '@skein/runner';
import { Claims } from './claims.js';

type Told<Type extends FromRemoteRunner['type']> = Extract<FromRemoteRunner, { type: Type }>;
type LogEntries = Told<'log'>['entries'];

/** What one simulation has to tell, in the order in which it is told. */
interface Letters {
  entries: LogEntries;
  /** The newest; all that was said before it is in `entries`, or has been told. */
  snapshot: PackedSnapshot | null;
  /** The newest. */
  moved: Moved | null;
  end: Told<'done' | 'failed'> | null;
}

/** Entries of logs that wait for a connection, of all simulations together. */
export const MOST_ENTRIES = 50_000;
/** Entries of one message, so that it fits a frame. */
const FRAME_ENTRIES = 5000;

/**
 * Reports of simulations that the server has not been sent yet. Of progress and snapshots only the newest are kept, one end for each claim; log
 * entries are what grows, and must not be lost, so past the limit `add` asks for the whole simulation to be given up.
 */
export class Outbox {
  private readonly letters = new Claims<Letters>();
  private entries = 0;

  get isEmpty(): boolean {
    return this.letters.size === 0;
  }

  /** @returns false where there is no room: the simulation is to be dropped, and done once more from what the server knows */
  add(report: Told<'log' | 'snapshot' | 'done' | 'failed'>): boolean {
    const letters = this.of(report);
    if (!letters) return true;
    if (report.type === 'log') {
      if (this.entries + report.entries.length > MOST_ENTRIES) return false;
      letters.entries.push(...report.entries);
      this.entries += report.entries.length;
    } else if (report.type === 'snapshot') {
      letters.snapshot = report.snapshot;
    } else {
      letters.end = report;
    }
    return true;
  }

  moved(moved: Moved): void {
    const letters = this.of({ sim_id: moved.sim_id, epoch: moved.epoch });
    if (letters) letters.moved = moved;
  }

  forget(claim: Claim): void {
    this.entries -= this.letters.get(claim)?.entries.length ?? 0;
    this.letters.delete(claim);
  }

  /** All that waits, as messages in an order in which each may be believed: what was said, how far it is, how it ended. */
  take(): FromRemoteRunner[] {
    const moved: Told<'progress'>['moved'] = [];
    const before: FromRemoteRunner[] = [];
    const after: FromRemoteRunner[] = [];
    for (const [claim, { entries, snapshot, moved: progress, end }] of this.letters.values()) {
      for (let from = 0; from < entries.length; from += FRAME_ENTRIES) {
        before.push({ type: 'log', ...claim, entries: entries.slice(from, from + FRAME_ENTRIES) });
      }
      if (snapshot && !end) before.push({ type: 'snapshot', ...claim, snapshot });
      if (progress && !end) moved.push(progress);
      if (end) after.push(end);
      this.letters.delete(claim);
    }
    this.entries = 0;
    return [...before, ...(moved.length > 0 ? [{ type: 'progress' as const, moved }] : []), ...after];
  }

  /** Undefined for an epoch that a newer one has replaced. */
  private of(claim: Claim): Letters | undefined {
    const present = this.letters.get(claim);
    if (present) return present;
    const older = this.letters.values().find(([{ sim_id }]) => sim_id === claim.sim_id);
    if (older && older[0].epoch > claim.epoch) return undefined;
    if (older) this.forget(older[0]);
    this.letters.add(claim, { entries: [], snapshot: null, moved: null, end: null });
    return this.letters.get(claim);
  }
}
