/**
 * Who is let into the queue of a link. Queues are first in, first out. The loop admits by itself while fewer than `freePlaces` packets are
 * there and asks only beyond that, so drop-tail costs one comparison, and a discipline that must see every packet has no free places.
 */
export interface QueueDiscipline {
  readonly freePlaces: number;
  /** @param packets waiting or in service. */
  admits(packets: number, arrivingBytes: number): boolean;
}

/** As many packets as there are places, the one in service included. */
export class DropTail implements QueueDiscipline {
  constructor(readonly freePlaces: number) {}

  admits(): boolean {
    return false;
  }
}
