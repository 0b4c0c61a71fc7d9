/** Packet-hops a second that no machine does: one core does some five million. */
const MOST_PER_SEC = 1e9;
/** Reports come several times a second; so much may have gathered on the way, seconds. */
const MOST_GATHERED_SEC = 10;

/** How much work a machine can have done since it was last heard of: what it reports beyond that is made up, and would stay in a counter for ever. */
export class HopsAllowance {
  private hops = MOST_PER_SEC * MOST_GATHERED_SEC;

  constructor(private atMs: number) {}

  /** @returns whether so much can have been done; it is then used up */
  take(hops: number, nowMs: number): boolean {
    this.hops = Math.min(MOST_PER_SEC * MOST_GATHERED_SEC, this.hops + ((nowMs - this.atMs) / 1000) * MOST_PER_SEC);
    this.atMs = nowMs;
    if (hops > this.hops) return false;
    this.hops -= hops;
    return true;
  }
}
