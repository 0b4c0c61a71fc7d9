import type { EventType, NumberedType } from '../../ports/event-store.js';

/** So much is written at once, in characters, though one event may be longer: the rest waits until this has left. */
export const MOST_AT_ONCE = 256 * 1024;

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
  private blocked = false;
  private drained: (() => void) | null = null;

  private readonly leaving = new AbortController();

  /**
   * @param cursor number of the last event that it has
   * @param client the same for all readers of a client; turns are shared out by it
   */
  constructor(
    readonly filter: EventFilter,
    public cursor: number,
    private readonly sink: Sink,
    readonly client = '',
  ) {}

  /** Aborts when it is closed. */
  get left(): AbortSignal {
    return this.leaving.signal;
  }

  get types(): NumberedType[] {
    return [...this.filter.types].filter((type) => type !== 'progress');
  }

  get simIds(): string[] | null {
    return this.filter.simIds && [...this.filter.simIds];
  }

  wants(type: EventType, simId: string): boolean {
    return this.filter.types.has(type) && (this.filter.simIds === null || this.filter.simIds.has(simId));
  }

  /** Whether what it was given before has not left yet: it should get no more before that. */
  get full(): boolean {
    return this.blocked;
  }

  write(text: string): void {
    if (!this.closed) this.blocked = !this.sink.write(text);
  }

  /** Resolves when it can take more, or is closed. */
  async writable(): Promise<void> {
    if (this.blocked && !this.closed) await new Promise<void>((resolve) => (this.drained = resolve));
  }

  drain(): void {
    this.blocked = false;
    this.drained?.();
    this.drained = null;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.leaving.abort(new Error('The reader has left.'));
    this.drain();
    this.sink.end();
  }
}
