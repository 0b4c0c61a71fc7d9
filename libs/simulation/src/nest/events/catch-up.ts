import { EventStore } from '../../ports/event-store.js';
import { FairQueue } from '../results/fair-queue.js';
import { eventFrame } from './frames.js';
import { type EventReader, MOST_AT_ONCE } from './event-reader.js';

/** Few enough to wait in the process while a reader takes its time. */
const PAGE = 200;
/** Pages read at once, whoever is behind: the database's connections are for everybody. */
const LANES = 2;
/** Readers that may wait for a page; one that finds no place tries again with the next look at the database. */
const PER_CLIENT = 1_000;
const WAITING = 10_000;

/** Brings readers that are behind to where the feed is, page by page, as fast as they read, in turn client by client. What a reader that has left waited for is never read. */
export class CatchUp {
  private readonly queue = new FairQueue({ lanes: LANES, perClient: PER_CLIENT, waiting: WAITING, what: 'pages of events' });

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
      const { events, more } = await this.queue.run(reader.client, reader.left, () =>
        this.store.events({ after, upTo, limit: PAGE, simIds, types }),
      );
      for (let i = 0; i < events.length && !reader.closed;) {
        let text = '';
        while (i < events.length && text.length < MOST_AT_ONCE) {
          reader.cursor = events[i].number;
          text += eventFrame(events[i++]);
        }
        reader.write(text);
        await reader.writable();
      }
      if (more) continue;
      reader.bound = upTo;
      reader.state = 'ready';
      return;
    }
  }
}
