/** How calls are joined. */
export interface BatchOptions<Item> {
  /** Statements in flight at once. */
  lanes: number;
  /** Items of one statement. */
  most: number;
  /** What an item adds to the size of a statement, in bytes; one item alone may be of any size. */
  bytesOf?: (item: Item) => number;
  /**
   * How long a lane that is free waits, in milliseconds, until as many have come as usually come together; 0, by default: not at all. Who has come
   * alone for a while is not kept waiting.
   */
  gatherMs?: number;
  /**
   * How long a statement keeps its lane, in milliseconds; by default until it is answered. One that takes longer, perhaps because its connection has died without
   * a word, holds up nobody else from then on.
   */
  patienceMs?: number;
  /** How many items of a failed statement are then tried at once, each in a statement of its own; 0, the default: all of them fail with its error. */
  lanesApart?: (error: unknown) => number;
}

/** For statements that take milliseconds. */
export const PATIENCE_MS = 250;

/** So many statements at most have lost their lanes; a database that is slow throughout is not helped by more. */
const MOST_OVERDUE = 3;

/** Of a statement with more than one item. */
const MOST_BYTES = 4 * 1024 * 1024;

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Joins calls that come at about the same time into one statement. While as many are in flight as there are lanes, what arrives
 * gathers for the next; otherwise it waits only for what else this turn of the event loop brings, or, with `gatherMs`, a moment more: those who
 * were answered together come again one after the other, and the first would go alone.
 */
export class Batches<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private inFlight = 0;
  /** In flight, but without a lane. */
  private overdue = 0;
  private scheduled = false;
  private gathering: NodeJS.Timeout | undefined;
  /** How many have lately come together. */
  private usual = 0;

  /** @param run gives a result for each item, in their order */
  constructor(
    private readonly run: (items: Item[]) => Promise<Result[]>,
    private readonly options: BatchOptions<Item>,
  ) {}

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.schedule();
    });
  }

  private schedule(): void {
    const { lanes, most, gatherMs = 0 } = this.options;
    if (this.waiting.length === 0 || this.inFlight >= lanes) return;
    // More than a statement takes need not be waited for, however many came together.
    const complete = gatherMs === 0 || this.waiting.length >= Math.min(most, Math.floor(this.usual));
    if (this.scheduled && !(complete && this.gathering)) return;
    this.scheduled = true;
    clearTimeout(this.gathering);
    this.gathering = complete ? undefined : setTimeout(() => this.start(), gatherMs);
    if (complete) setImmediate(() => this.start());
  }

  private start(): void {
    this.scheduled = false;
    this.gathering = undefined;
    const there = this.waiting.length;
    this.usual = Math.max(there, (this.usual + there) / 2);
    void this.carryOut(this.next());
    this.schedule();
  }

  private next(): Waiting<Item, Result>[] {
    const { most, bytesOf = () => 0 } = this.options;
    let [count, bytes] = [0, 0];
    for (const { item } of this.waiting) {
      bytes += bytesOf(item);
      if (count === most || (count > 0 && bytes > MOST_BYTES)) break;
      count += 1;
    }
    const rest = this.waiting.slice(count);
    const batch = count === this.waiting.length ? this.waiting : this.waiting.slice(0, count);
    this.waiting = rest;
    return batch;
  }

  private async carryOut(batch: Waiting<Item, Result>[]): Promise<void> {
    const { patienceMs } = this.options;
    let keepsLane = true;
    const giveWay = (): void => {
      if (this.overdue >= MOST_OVERDUE) return;
      clearInterval(patience);
      keepsLane = false;
      this.overdue += 1;
      this.inFlight -= 1;
      this.schedule();
    };
    this.inFlight += 1;
    const patience = patienceMs === undefined ? undefined : setInterval(giveWay, patienceMs).unref();
    await this.settle(batch);
    clearInterval(patience);
    if (keepsLane) this.inFlight -= 1;
    else this.overdue -= 1;
    this.schedule();
  }

  private async settle(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.run(batch.map(({ item }) => item));
      for (const [i, { resolve }] of batch.entries()) resolve(results[i]);
    } catch (error) {
      const lanes = batch.length > 1 ? (this.options.lanesApart?.(error) ?? 0) : 0;
      if (lanes > 0) await this.settleApart(batch, lanes);
      else for (const { reject } of batch) reject(error);
    }
  }

  /** Each item in its own statement. A lane ends with a fault that is not its item's own, and items without a lane fail with the last such fault. */
  private async settleApart(batch: Waiting<Item, Result>[], lanes: number): Promise<void> {
    const items = batch.values();
    let fault: unknown;
    const lane = async (): Promise<void> => {
      for (let next = items.next(); !next.done; next = items.next()) {
        const { item, resolve, reject } = next.value;
        try {
          resolve((await this.run([item]))[0]);
        } catch (error) {
          reject(error);
          if (this.options.lanesApart?.(error) === 1) continue;
          fault = error;
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(lanes, batch.length) }, lane));
    for (const { reject } of items) reject(fault);
  }
}
