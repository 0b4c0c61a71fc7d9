/** Bytes for packets in flight that the simulations of one thread share: room for one simulation with the most packets that it can have, and for many usual ones. */
export const PACKET_BUDGET_BYTES = 256 * 1024 * 1024;

/** A simulation gets so much whatever the others hold: one that asks for a lot must not be what makes a small one fail. */
const ALWAYS_GRANTED_BYTES = 1024 * 1024;

/** What the packets in flight of all simulations that share it may take, in bytes. Asked when a pool grows, never for a packet. */
export class PacketBudget {
  private taken = 0;

  constructor(readonly limitBytes = PACKET_BUDGET_BYTES) {}

  /** Bytes that are taken. */
  get takenBytes(): number {
    return this.taken;
  }

  /**
   * Takes `afterBytes` in the place of `beforeBytes`.
   * @returns false, and takes nothing, where that would go beyond the limit
   */
  grow(beforeBytes: number, afterBytes: number): boolean {
    const taken = this.taken - beforeBytes + afterBytes;
    if (taken > this.limitBytes && afterBytes > ALWAYS_GRANTED_BYTES) return false;
    this.taken = taken;
    return true;
  }

  giveBack(bytes: number): void {
    this.taken -= bytes;
  }
}
