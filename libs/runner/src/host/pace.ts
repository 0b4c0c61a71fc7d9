import type { Speed } from '@skein/topology';

/** Where on its own time axis a simulation should be, by the wall clock. `"max"` is a pace without limit: due as soon as it has begun. */
export class Pace {
  /** Simulated seconds per second. */
  private readonly speed: number;

  /**
   * @param startedMs wall clock at which it begins to hold
   * @param fromSec simulated time then
   */
  constructor(
    speed: Speed,
    private readonly startedMs: number,
    private readonly fromSec = 0,
  ) {
    this.speed = speed === 'max' ? Infinity : speed;
  }

  /** Whether the clock ever says to wait. */
  get limited(): boolean {
    return this.speed < Infinity;
  }

  /** The same speed, from another moment on. */
  from(startedMs: number, fromSec: number): Pace {
    return new Pace(this.limited ? this.speed : 'max', startedMs, fromSec);
  }

  /** Wall clock at which `simulatedSec` is due. */
  dueMs(simulatedSec: number): number {
    return this.startedMs + ((simulatedSec - this.fromSec) / this.speed) * 1000;
  }

  /** Simulated time that is due by now: all of `durationSec` from its due time on, whatever the rounding. */
  targetSec(nowMs: number, durationSec: number): number {
    if (nowMs >= this.dueMs(durationSec)) return durationSec;
    return Math.min(durationSec, this.fromSec + ((nowMs - this.startedMs) / 1000) * this.speed);
  }
}
