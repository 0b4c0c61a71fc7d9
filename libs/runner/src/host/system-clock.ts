import { Clock } from './clock.js';

/** The clock of this thread. */
export class SystemClock extends Clock {
  private timer: NodeJS.Timeout | undefined;
  private immediate: NodeJS.Immediate | undefined;

  override nowMs(): number {
    return performance.now();
  }

  override alarm(atMs: number, ring: () => void): void {
    clearTimeout(this.timer);
    clearImmediate(this.immediate);
    const delayMs = Math.ceil(atMs - performance.now());
    // An immediate comes after one look at the messages that have arrived, and a timer of 0 would wait a whole millisecond.
    if (delayMs <= 0) this.immediate = setImmediate(ring);
    else this.timer = setTimeout(ring, delayMs);
  }
}
