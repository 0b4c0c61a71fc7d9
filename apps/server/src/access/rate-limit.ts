/** What may come at once after a silence, as seconds of the rate. */
const BURST_SEC = 2;

/**
 * A number of requests a second for each of any number of keys, as a leaky bucket by the generic cell rate algorithm: one number a key, the
 * time at which its bucket will be empty. Whoever was refused loses nothing by having asked.
 */
export class RateLimit {
  private recent = new Map<string, number>();
  private older = new Map<string, number>();
  private turnedMs = -Infinity;
  private readonly intervalMs: number;

  /** @param perSec requests a second of each key, above 0 */
  constructor(perSec: number) {
    this.intervalMs = 1000 / perSec;
  }

  /**
   * Counts a request.
   * @param nowMs on any clock that does not go back
   * @returns 0 where it may pass; else the milliseconds after which one may
   */
  take(key: string, nowMs: number): number {
    this.forget(nowMs);
    const emptyMs = this.emptyMs(key, nowMs);
    const waitMs = emptyMs + this.intervalMs - (nowMs + this.windowMs);
    if (waitMs > 0) return waitMs;
    this.recent.set(key, emptyMs + this.intervalMs);
    return 0;
  }

  /** Returns the same as `take`, but counts nothing. */
  wait(key: string, nowMs: number): number {
    this.forget(nowMs);
    return Math.max(0, this.emptyMs(key, nowMs) + this.intervalMs - (nowMs + this.windowMs));
  }

  private emptyMs(key: string, nowMs: number): number {
    return Math.max(nowMs, this.recent.get(key) ?? this.older.get(key) ?? nowMs);
  }

  /** Keys that are remembered. */
  get size(): number {
    return this.recent.size + this.older.size;
  }

  /** How long it takes the fullest bucket to empty: one that was not filled for so long is as none. */
  private get windowMs(): number {
    return Math.max(BURST_SEC * 1000, this.intervalMs);
  }

  /** In whole generations, so that no request pays for a sweep, and an attacker with many addresses fills no memory for long. */
  private forget(nowMs: number): void {
    if (nowMs - this.turnedMs < this.windowMs) return;
    this.older = nowMs - this.turnedMs < 2 * this.windowMs ? this.recent : new Map<string, number>();
    this.recent = new Map();
    this.turnedMs = nowMs;
  }
}
