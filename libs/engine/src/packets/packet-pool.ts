import { grown, NO_INTS, NO_REALS } from '../memory/arrays.js';
import type { PacketBudget } from './packet-budget.js';

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

const SLOT_BYTES = PacketReal.WIDTH * 8 + PacketInt.WIDTH * 4 + 8;

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

  /** @param budget what it may take, shared with other simulations */
  constructor(readonly budget: PacketBudget) {
    this.grow();
  }

  /** Packets for which there is room. */
  get slots(): number {
    return this.jitterDraw.length;
  }

  /** Whether it has as many as a simulation may have. */
  get atLimit(): boolean {
    return this.slots >= MAX_PACKETS_IN_FLIGHT;
  }

  /** Doubles the pool. @returns false where it must not grow: at the limit, or because the budget is used up */
  grow(): boolean {
    const before = this.slots;
    const after = Math.max(INITIAL_SLOTS, before * 2);
    if (this.atLimit || !this.budget.grow(before * SLOT_BYTES, after * SLOT_BYTES)) return false;
    this.real = grown(this.real, after * PacketReal.WIDTH);
    this.int = grown(this.int, after * PacketInt.WIDTH);
    this.jitterDraw = grown(this.jitterDraw, after);
    for (let slot = after - 1; slot >= before; slot--) this.free(slot);
    return true;
  }

  /** Gives its share of the budget back; the simulation does not go on. */
  close(): void {
    this.budget.giveBack(this.slots * SLOT_BYTES);
    this.real = NO_REALS;
    this.int = NO_INTS;
    this.jitterDraw = NO_REALS;
    this.firstFree = NO_PACKET;
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
