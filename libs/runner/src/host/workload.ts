import type { FromRunner } from '../messages.js';

/** The shortest time between two accounts of work, in milliseconds of wall clock. */
export const WORKLOAD_MS = 1_000;

/** What a host has done since it last told, and how late it was with it. */
export class Workload {
  private packetHops = 0;
  private lagMs = 0;
  private told = true;
  private earliestMs = -Infinity;

  /** Wall clock at which there will be something to tell; Infinity while nothing was done. */
  get nextMs(): number {
    return this.told ? Infinity : this.earliestMs;
  }

  /**
   * @param packetHops of one stretch of work
   * @param lagMs by how much that came later than the pace wants it, in milliseconds; 0 for what knows no pace
   */
  add(packetHops: number, lagMs: number): void {
    this.packetHops += packetHops;
    if (lagMs > this.lagMs) this.lagMs = lagMs;
    this.told = false;
  }

  /** The message that is due by now, if one is. */
  take(nowMs: number): FromRunner | null {
    if (nowMs < this.nextMs) return null;
    const message: FromRunner = { type: 'workload', packet_hops: this.packetHops, lag_ms: this.lagMs };
    [this.packetHops, this.lagMs, this.told] = [0, 0, true];
    this.earliestMs = nowMs + WORKLOAD_MS;
    return message;
  }
}
