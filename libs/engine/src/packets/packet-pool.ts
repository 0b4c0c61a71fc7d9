import { EngineError } from '../engine-error.js';
import { grown, NO_INTS, NO_REALS } from '../memory/arrays.js';

/** The most packets that can be in flight at one instant, some 240 MB. */
export const MAX_PACKETS_IN_FLIGHT = 4 * 1024 * 1024;

const INITIAL_SLOTS = 16;

/** End of a list of slots. */
export const NO_PACKET = -1;

/** Where a packet's numbers stand in its row of `PacketPool.real`; the row begins at slot * WIDTH. */
export const enum PacketReal {
  CREATED_SEC,
  /** When the last bit leaves the queue of the link that the packet is on. */
  DEPARTS_SEC,
  /** When the last bit reaches the link's far end. */
  ARRIVES_SEC,
  BYTES,
  WIDTH,
}

/** Where a packet's whole numbers stand in its row of `PacketPool.int`. */
export const enum PacketInt {
  /** The slot behind this one on its list. */
  NEXT,
  FLOW,
  /** Where in `Routes.steps` the packet's next step stands. */
  CURSOR,
  /** Unused: rows of a power of two stay within one cache line. */
  PADDING,
  WIDTH,
}

/**
 * Every packet in flight, as one row in each of these arrays. A slot is on exactly one list, linked through `NEXT`: the packets of a
 * directed link, in their order, or the free ones. Rows, not a column per member: a packet's hop touches all of them at once, and in a large
 * network each column would be one more cache miss.
 */
export class PacketPool {
  real = NO_REALS;
  int = NO_INTS;
  /** What was drawn for the packet's jitter on the link that it is on, 0 to 1; holds where that link has jitter. */
  jitterDraw = NO_REALS;
  firstFree = NO_PACKET;

  constructor() {
    this.grow();
  }

  /** Doubles the pool. Throws `too_many_packets` at the limit. */
  grow(): void {
    const before = this.jitterDraw.length;
    if (before >= MAX_PACKETS_IN_FLIGHT) {
      throw new EngineError(
        'too_many_packets',
        `More than ${MAX_PACKETS_IN_FLIGHT} packets are in flight at once. Lower the traffic's rates, or give the links shorter queues ` +
          '(queue_packets), more bandwidth or less latency.',
      );
    }
    const after = Math.max(INITIAL_SLOTS, before * 2);
    this.real = grown(this.real, after * PacketReal.WIDTH);
    this.int = grown(this.int, after * PacketInt.WIDTH);
    this.jitterDraw = grown(this.jitterDraw, after);
    for (let slot = after - 1; slot >= before; slot--) this.free(slot);
  }

  free(slot: number): void {
    this.int[slot * PacketInt.WIDTH + PacketInt.NEXT] = this.firstFree;
    this.firstFree = slot;
  }

  next(slot: number): number {
    return this.int[slot * PacketInt.WIDTH + PacketInt.NEXT];
  }

  flow(slot: number): number {
    return this.int[slot * PacketInt.WIDTH + PacketInt.FLOW];
  }

  bytes(slot: number): number {
    return this.real[slot * PacketReal.WIDTH + PacketReal.BYTES];
  }

  createdSec(slot: number): number {
    return this.real[slot * PacketReal.WIDTH + PacketReal.CREATED_SEC];
  }

  departsSec(slot: number): number {
    return this.real[slot * PacketReal.WIDTH + PacketReal.DEPARTS_SEC];
  }

  arrivesSec(slot: number): number {
    return this.real[slot * PacketReal.WIDTH + PacketReal.ARRIVES_SEC];
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.real, this.int, this.jitterDraw];
  }
}
