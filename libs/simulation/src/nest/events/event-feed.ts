import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { RecurringLog } from '@skein/problem';
import { EventStore, type SimulationEvent } from '../../ports/event-store.js';
import { CatchUp } from './catch-up.js';
import { EventReader, MOST_AT_ONCE, type EventFilter, type Sink } from './event-reader.js';
import { eventFrame, HEARTBEAT_FRAME } from './frames.js';
import { ProgressFeed } from './progress-feed.js';
import { wantedByAll } from './wanted.js';

/** The shortest time between two looks at the database, for all readers of this process. */
export const POLL_MS = 250;
const HEARTBEAT_MS = 10_000;
/** How often it is asked which of the watched simulations are gone. */
const EXISTENCE_MS = 2_000;
const PAGE = 500;

/**
 * Tells the readers of this process what happens to simulations, whichever server brings it about: it looks into the database, once for all of them, and
 * only while there are any. Whoever cannot keep up is left to `CatchUp`.
 */
@Injectable()
export class EventFeed implements BeforeApplicationShutdown {
  private readonly faults = new RecurringLog(new Logger(EventFeed.name));
  private readonly readers = new Set<EventReader>();
  private readonly catchUp: CatchUp;
  private readonly progress: ProgressFeed;
  /** Number up to which all is decided. */
  private bound = 0;
  /** Number of the last event that was read for those who are live. */
  private position = 0;
  private timer: NodeJS.Timeout | undefined;
  private running = false;
  private stopped = false;
  private heartbeatMs = 0;
  private existenceMs = 0;

  constructor(private readonly store: EventStore) {
    this.catchUp = new CatchUp(store, () => this.bound);
    this.progress = new ProgressFeed(store);
  }

  /** Number of the last event there is, for a reader that begins with the next. */
  last(): Promise<number> {
    return this.store.last();
  }

  /** @param after number of the last event that the client has */
  add(filter: EventFilter, after: number, sink: Sink, client: string): EventReader {
    const reader = new EventReader(filter, after, sink, client);
    if (this.stopped) {
      reader.close();
      return reader;
    }
    this.readers.add(reader);
    if (this.running) this.bringUp(reader);
    else this.start();
    return reader;
  }

  remove(reader: EventReader): void {
    this.readers.delete(reader);
    reader.close();
  }

  /** Clients come back to another server, or to the next start of this one, with the number of their last event. */
  beforeApplicationShutdown(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    for (const reader of this.readers) this.remove(reader);
  }

  private start(): void {
    this.running = true;
    this.position = -1;
    this.heartbeatMs = Date.now() + HEARTBEAT_MS;
    this.existenceMs = Date.now() + EXISTENCE_MS;
    void this.poll();
  }

  private async poll(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      this.faults.warn('Events wait for the database', error);
      this.startOver();
    }
    this.running = this.readers.size > 0 && !this.stopped;
    if (this.running) this.timer = setTimeout(() => void this.poll(), POLL_MS);
  }

  private async look(): Promise<void> {
    if (this.position < 0) this.position = await this.store.last();
    this.bound = await this.store.settled();
    for (const reader of this.readers) {
      // What has all that was read for the others goes with them from here on.
      if (reader.state === 'ready' && reader.bound >= this.position) reader.state = 'live';
      else if (reader.state === 'ready' || reader.state === 'lagging') this.bringUp(reader);
    }
    const live = [...this.readers].filter(({ state }) => state === 'live');
    await this.tell(live);
    await this.progress.look(live, this.bound);
    if (Date.now() >= this.existenceMs) await this.endForGone();
    if (Date.now() >= this.heartbeatMs) this.heartbeat();
  }

  private async tell(live: readonly EventReader[]): Promise<void> {
    const { simIds, types } = wantedByAll(live);
    for (let read = types.length > 0; read;) {
      const { events, more } = await this.store.events({ after: this.position, upTo: this.bound, limit: PAGE, simIds, types });
      const frames = events.map(eventFrame);
      for (const reader of live) this.give(reader, events, frames);
      this.position = events.at(-1)?.number ?? this.position;
      read = more;
    }
    this.position = Math.max(this.position, this.bound);
  }

  /** All that a reader wants of a page goes out in one write: writing is what costs most, by far. */
  private give(reader: EventReader, events: readonly SimulationEvent[], frames: readonly string[]): void {
    if (reader.state !== 'live') return;
    let text = '';
    let last = reader.cursor;
    for (const [i, { number, type, simId }] of events.entries()) {
      if (number <= reader.cursor || !reader.wants(type, simId)) continue;
      if (reader.full || text.length >= MOST_AT_ONCE) {
        reader.state = 'lagging';
        break;
      }
      text += frames[i];
      last = number;
    }
    if (text !== '') reader.write(text);
    reader.cursor = last;
  }

  /** After a failure each reader goes on from the last event that it has, whatever was read for all. */
  private startOver(): void {
    this.position = -1;
    for (const reader of this.readers) if (reader.state !== 'behind') reader.state = 'lagging';
  }

  private bringUp(reader: EventReader): void {
    this.catchUp.run(reader).catch((error: unknown) => {
      if (reader.closed) return;
      this.faults.warn('A reader of events waits for the database', error);
      reader.state = 'lagging';
    });
  }

  /** Ends the connections that are about nothing but simulations that are gone. */
  private async endForGone(): Promise<void> {
    this.existenceMs = Date.now() + EXISTENCE_MS;
    const watched = new Set([...this.readers].flatMap(({ simIds }) => simIds ?? []));
    if (watched.size === 0) return;
    const existing = new Set(await this.store.existing([...watched]));
    for (const reader of this.readers) if (reader.simIds?.every((simId) => !existing.has(simId))) this.remove(reader);
  }

  /** Keeps connections alive. */
  private heartbeat(): void {
    this.heartbeatMs = Date.now() + HEARTBEAT_MS;
    for (const reader of this.readers) if (reader.state === 'live' && !reader.full) reader.write(HEARTBEAT_FRAME);
  }
}
