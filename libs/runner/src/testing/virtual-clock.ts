import { Clock } from '../host/clock.js';

/** A clock that goes when told to, and by `readingMs` whenever it is read, as if the work between two readings had taken that long. */
export class VirtualClock extends Clock {
  private set: { atMs: number; ring: () => void } | null = null;
  private presentMs = 0;

  constructor(private readonly readingMs = 0) {
    super();
  }

  override nowMs(): number {
    this.presentMs += this.readingMs;
    return this.presentMs;
  }

  override alarm(atMs: number, ring: () => void): void {
    this.set = { atMs, ring };
  }

  /** Whether an alarm is set. */
  get waiting(): boolean {
    return this.set !== null;
  }

  /** Lets the time pass, ringing each alarm at its time. */
  passTo(untilMs: number): void {
    while (this.set && Math.max(this.set.atMs, this.presentMs) <= untilMs) {
      const { atMs, ring } = this.set;
      this.set = null;
      this.presentMs = Math.max(atMs, this.presentMs);
      ring();
    }
    this.presentMs = Math.max(untilMs, this.presentMs);
  }
}
