import type { EventType, NumberedType } from '../../ports/event-store.js';

/** What a client wants to hear of. */
export interface EventFilter {
  /** Null: all. */
  simIds: ReadonlySet<string> | null;
  types: ReadonlySet<EventType>;
}

/** Where a client's events go. */
export interface Sink {
  /** @returns false where no more should be written before `onDrain` */
  write(frame: string): boolean;
  end(): void;
}

/**
 * One client and how far it has come. Events wait in the database, not here: who does not read is left alone until it does, and then
 * goes on from there.
 */
export class EventReader {
  /** `lagging`: is to be brought up; `behind`: pages are read for it; `ready`: has all up to `bound`; `live`: gets what the feed reads for all. */
  state: 'lagging' | 'behind' | 'ready' | 'live' = 'lagging';
  bound = 0;
  closed = false;
  private full = false;
  private drained: (() => void) | null = null;

  /** @param cursor number of the last event that it has */
  constructor(
    readonly filter: EventFilter,
    public cursor: number,
    private readonly sink: Sink,
  ) {}

  get types(): NumberedType[] {
    return [...this.filter.types].filter((type) => type !== 'progress');
  }

  get simIds(): string[] | null {
    return this.filter.simIds && [...this.filter.simIds];
  }

  wants(type: EventType, simId: string): boolean {
    return this.filter.types.has(type) && (this.filter.simIds === null || this.filter.simIds.has(simId));
  }

  /** @returns false where it should get no more before it is `writable` */
  write(frame: string): boolean {
    if (this.closed) return false;
    this.full = !this.sink.write(frame);
    return !this.full;
  }

  /** Resolves when it can take more, or is closed. */
  async writable(): Promise<void> {
    if (this.full && !this.closed) await new Promise<void>((resolve) => (this.drained = resolve));
  }

  drain(): void {
    this.full = false;
    this.drained?.();
    this.drained = null;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.drain();
    this.sink.end();
  }
}
