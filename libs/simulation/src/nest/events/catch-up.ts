import { EventStore } from '../../ports/event-store.js';
import { eventFrame } from './frames.js';
import { type EventReader, MOST_AT_ONCE } from './event-reader.js';

/** Few enough to wait in the process while a reader takes its time. */
const PAGE = 200;
/** Pages read at once, whoever is behind: the database's connections are for everybody. */
const AT_ONCE = 2;

/** Brings readers that are behind to where the feed is, page by page, as fast as they read. */
export class CatchUp {
  private reading = 0;
  private readonly turns: (() => void)[] = [];

  /** @param bound number up to which all is decided by now */
  constructor(
    private readonly store: EventStore,
    private readonly bound: () => number,
  ) {}

  /** Resolves when the reader is `ready`, or closed. */
  async run(reader: EventReader): Promise<void> {
    reader.state = 'behind';
    while (!reader.closed) {
      const upTo = this.bound();
      const { cursor: after, simIds, types } = reader;
      const events = await this.inTurn(() => this.store.events({ after, upTo, limit: PAGE, simIds, types }));
      for (let i = 0; i < events.length && !reader.closed;) {
        let text = '';
        while (i < events.length && text.length < MOST_AT_ONCE) {
          reader.cursor = events[i].number;
          text += eventFrame(events[i++]);
        }
        reader.write(text);
        await reader.writable();
      }
      if (events.length === PAGE) continue;
      reader.bound = upTo;
      reader.state = 'ready';
      return;
    }
  }

  private async inTurn<T>(read: () => Promise<T>): Promise<T> {
    if (this.reading >= AT_ONCE) await new Promise<void>((resolve) => this.turns.push(resolve));
    else this.reading += 1;
    try {
      return await read();
    } finally {
      const next = this.turns.shift();
      if (next) next();
      else this.reading -= 1;
    }
  }
}
