import { EngineError } from '../engine-error.js';
import { grown } from '../memory/grow.js';

/** The most packets that can be in flight at one instant, some 200 MB. */
export const MAX_PACKETS_IN_FLIGHT = 4 * 1024 * 1024;

const INITIAL_SLOTS = 32;

/** End of a list of slots. */
export const NO_PACKET = -1;

/**
 * Every packet in flight, as one slot in each of these arrays. A slot is on exactly one list, linked through `next`: the packets of a
 * directed link, in their order, or the free ones.
 */
export class PacketPool {
  next = new Int32Array(0);
  flow = new Int32Array(0);
  /** Where in `Routes.steps` the packet's next step stands. */
  cursor = new Int32Array(0);
  bytes = new Float64Array(0);
  createdSec = new Float64Array(0);
  /** When the last bit leaves the queue of the link that the packet is on. */
  departsSec = new Float64Array(0);
  /** When the last bit reaches the link's far end. */
  arrivesSec = new Float64Array(0);
  firstFree = NO_PACKET;

  constructor() {
    this.grow();
  }

  /** Doubles the pool. Throws `too_many_packets` at the limit. */
  grow(): void {
    const before = this.next.length;
    if (before >= MAX_PACKETS_IN_FLIGHT) {
      throw new EngineError(
        'too_many_packets',
        `More than ${MAX_PACKETS_IN_FLIGHT} packets are in flight at once. Lower the traffic's rates, or give the links shorter queues ` +
          '(queue_packets), more bandwidth or less latency.',
      );
    }
    const after = Math.max(INITIAL_SLOTS, before * 2);
    this.next = grown(this.next, after);
    this.flow = grown(this.flow, after);
    this.cursor = grown(this.cursor, after);
    this.bytes = grown(this.bytes, after);
    this.createdSec = grown(this.createdSec, after);
    this.departsSec = grown(this.departsSec, after);
    this.arrivesSec = grown(this.arrivesSec, after);
    for (let slot = after - 1; slot >= before; slot--) {
      this.next[slot] = this.firstFree;
      this.firstFree = slot;
    }
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.next, this.flow, this.cursor, this.bytes, this.createdSec, this.departsSec, this.arrivesSec];
  }
}
