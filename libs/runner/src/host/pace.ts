import type { Speed } from '@skein/topology';

/** Where on its own time axis a simulation should be, by the wall clock. `"max"` is a pace without limit: due as soon as it has begun. */
export class Pace {
  /** Simulated seconds per second. */
  private readonly speed: number;

  /** @param startedMs wall clock at simulated time 0 */
  constructor(
    speed: Speed,
    private readonly startedMs: number,
  ) {
    this.speed = speed === 'max' ? Infinity : speed;
  }

  /** Whether the clock ever says to wait. */
  get limited(): boolean {
    return this.speed < Infinity;
  }

  /** Wall clock at which `simulatedSec` is due. */
  dueMs(simulatedSec: number): number {
    return this.startedMs + (simulatedSec / this.speed) * 1000;
  }

  /** Simulated time that is due by now: all of `durationSec` from its due time on, whatever the rounding. */
  targetSec(nowMs: number, durationSec: number): number {
    if (nowMs >= this.dueMs(durationSec)) return durationSec;
    return Math.min(durationSec, ((nowMs - this.startedMs) / 1000) * this.speed);
  }
}
