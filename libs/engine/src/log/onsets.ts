import type { Archive } from '../snapshots/archive.js';

/** Intervals without it after which a condition has ended: one that flickers is told once. */
export const QUIET_INTERVALS = 5;

/** A condition of one channel or flow, from its onset to its end. */
export interface Onset {
  /** Begin of the interval in which it began, and end of the last interval that had it, in seconds. */
  fromSec: number;
  toSec: number;
  /** What has been counted since. */
  count: number;
}

/** Tells begin and end of a condition that channels or flows can be in, from what each interval has had of it. */
export class Onsets {
  private readonly active = new Map<number, Onset & { quiet: number }>();

  constructor(
    private readonly began: (row: number, onset: Onset) => void,
    private readonly ended: (row: number, onset: Onset) => void,
  ) {}

  get size(): number {
    return this.active.size;
  }

  /** @param count what the interval has had of it; 0 for nothing */
  observe(row: number, count: number, fromSec: number, toSec: number): void {
    const onset = this.active.get(row);
    if (count > 0) {
      if (onset) {
        onset.count += count;
        onset.toSec = toSec;
        onset.quiet = 0;
        return;
      }
      const begun = { fromSec, toSec, count, quiet: 0 };
      this.active.set(row, begun);
      this.began(row, begun);
    } else if (onset && ++onset.quiet === QUIET_INTERVALS) {
      this.active.delete(row);
      this.ended(row, onset);
    }
  }

  /** Nothing more will come: what has begun ends, in the order of its beginning. */
  finish(): void {
    for (const [row, onset] of this.active) this.ended(row, onset);
    this.active.clear();
  }

  /** Carries what is under way, in the order of its beginning; none is where it comes in. */
  carry(archive: Archive): void {
    const held = [...this.active];
    const size = archive.whole(held.length);
    for (let i = 0; i < size; i++) {
      const [row, { fromSec, toSec, count, quiet }] = held[i] ?? [0, { fromSec: 0, toSec: 0, count: 0, quiet: 0 }];
      const at = archive.whole(row);
      const onset = {
        fromSec: archive.real(fromSec),
        toSec: archive.real(toSec),
        count: archive.real(count),
        quiet: archive.whole(quiet),
      };
      if (archive.restoring) this.active.set(at, onset);
    }
  }
}
