import { grown, ints } from '../memory/arrays.js';
import type { Archive } from '../snapshots/archive.js';

/** What a step is that is no channel's number. */
export const enum Step {
  /** The packet has arrived. */
  DELIVER = -1,
  /** The packet cannot go on. */
  NO_ROUTE = -2,
  /** Several next hops: behind this follow their number, the node's label, and for each a channel and the cursor of what comes after it. */
  BRANCH = -3,
}

/** Where the parts of a `BRANCH` stand behind it. */
export const enum Branch {
  WAYS = 1,
  LABEL = 2,
  FIRST_WAY = 3,
}

/** Cursors that are the same for all: of a flow whose way has not been asked for yet, of packets that have arrived, and of lost ones. */
export const enum Cursor {
  UNKNOWN = -1,
  DELIVER,
  NO_ROUTE,
}

/** The ways that packets go, step by step, one behind the other; a packet carries a cursor into this. */
export class Steps {
  array = ints(16);
  private length = 2;

  constructor() {
    this.array[Cursor.DELIVER] = Step.DELIVER;
    this.array[Cursor.NO_ROUTE] = Step.NO_ROUTE;
  }

  /** Stores steps and answers the cursor of the first. */
  lay(steps: ArrayLike<number>): number {
    const cursor = this.length;
    this.extend(cursor + steps.length);
    this.array.set(steps, cursor);
    return cursor;
  }

  carry(archive: Archive): void {
    this.extend(archive.whole(this.length));
    archive.ints(this.array, 0, this.length);
  }

  /** The steps from a cursor to the first that is no channel, which is included. */
  from(cursor: number): Int32Array {
    let end = cursor;
    while (this.array[end] >= 0) end++;
    return this.array.subarray(cursor, end + 1);
  }

  /** How many steps lie before delivery on a fixed path, this one included: those that cannot be gone count. */
  beforeDelivery(cursor: number): number {
    let end = cursor;
    while (this.array[end] !== Step.DELIVER) end++;
    return end - cursor;
  }

  private extend(length: number): void {
    if (length > this.array.length) this.array = grown(this.array, Math.max(this.array.length * 2, length));
    this.length = length;
  }
}
