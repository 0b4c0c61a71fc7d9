/**
 * Who is let into the queue of a link. Queues are first in, first out. The loop admits by itself while fewer packets are there than the
 * channel has `FREE_PLACES` and asks only beyond that, so drop-tail in packets costs one comparison, and where every packet must be seen there are none.
 */
export interface QueueDiscipline {
  /** Whether it is told the queue's length in bytes; where not, that is not kept and `queuedBytes` is 0. */
  readonly countsBytes: boolean;
  /** @param queuedPackets waiting or in service, as are `queuedBytes`; the arriving packet is in neither. */
  admits(queuedPackets: number, queuedBytes: number, arrivingBytes: number): boolean;
}

/** Drop-tail: as many packets as there are free places, the one in service included. */
export class DropTailPackets implements QueueDiscipline {
  readonly countsBytes = false;

  admits(): boolean {
    return false;
  }
}

/** A sum of sizes that are not whole may end a few roundings above what it is. */
const ROUNDING = 1 + 1e-9;

/** Drop-tail: packets of at most `limitBytes` together, the whole of the one in service included. */
export class DropTailBytes implements QueueDiscipline {
  readonly countsBytes = true;

  constructor(private readonly limitBytes: number) {}

  admits(_queuedPackets: number, queuedBytes: number, arrivingBytes: number): boolean {
    return queuedBytes + arrivingBytes <= this.limitBytes * ROUNDING;
  }
}
