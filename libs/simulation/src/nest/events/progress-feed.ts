import { EventStore, type ProgressNow } from '../../ports/event-store.js';
import type { EventReader } from './event-reader.js';
import { progressFrame } from './frames.js';
import { wantedByAll } from './wanted.js';

/** Progress of one simulation is told at most this often. */
export const PROGRESS_MS = 250;
/** And rows of progress are read at most at this rate: of ten thousand simulations once a second. */
const MOST_ROWS_PER_SEC = 10_000;

/** Tells how far simulations have come: not every step, and only to who takes it at once. */
export class ProgressFeed {
  private dueMs = 0;
  /** How far each was when it was last looked at, by simulation. */
  private seen = new Map<string, string>();

  constructor(private readonly store: EventStore) {}

  /** @param told number of the last event that `live` readers were told */
  async look(live: readonly EventReader[], told: number): Promise<void> {
    const readers = live.filter(({ filter }) => filter.types.has('progress'));
    if (readers.length === 0 || Date.now() < this.dueMs) return;
    const now = await this.store.progress(told, wantedByAll(readers).simIds);
    this.dueMs = Date.now() + Math.max(PROGRESS_MS - 5, (now.length / MOST_ROWS_PER_SEC) * 1000);
    const before = this.seen;
    this.seen = new Map(now.map((progress) => [progress.simId, sight(progress)]));
    const moved = now.filter((progress) => before.get(progress.simId) !== sight(progress));
    const frames = moved.map(progressFrame);
    for (const reader of readers) {
      if (reader.state !== 'live' || reader.full) continue;
      const text = moved.reduce((text, { simId }, i) => (reader.wants('progress', simId) ? text + frames[i] : text), '');
      if (text !== '') reader.write(text);
    }
  }
}

function sight({ run, simulatedSec, routed }: ProgressNow): string {
  return `${run} ${simulatedSec} ${routed}`;
}
