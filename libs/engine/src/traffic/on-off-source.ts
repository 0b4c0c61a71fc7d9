import type { RandomStreams } from '../random/random-streams.js';
import type { TrafficSource } from './traffic-source.js';

/** Mean lengths of a flow's periods, in seconds. */
export interface Periods {
  on_sec: number;
  off_sec: number;
}

/**
 * On and off periods of exponentially distributed lengths, on first. While on, packets leave at equal gaps; a gap that an off period cuts
 * is finished in the next on period, so that the mean rate is exactly `rate * on / (on + off)`.
 */
export class OnOffSource implements TrafficSource {
  /** What is left of the present on period, and of the gap to the next packet, in seconds of on time. */
  private readonly onLeftSec: Float64Array;
  private readonly gapLeftSec: Float64Array;

  /** @param sends written to: 1 where the flow's next event sends a packet, 0 where an on period begins without one. */
  constructor(
    private readonly random: RandomStreams,
    private readonly ratePps: Float64Array,
    private readonly stream: Int32Array,
    private readonly periods: readonly Periods[],
    private readonly sends: Uint8Array,
  ) {
    this.onLeftSec = new Float64Array(ratePps.length);
    this.gapLeftSec = new Float64Array(ratePps.length);
  }

  start(flow: number, startSec: number): number {
    this.beginOn(flow);
    return startSec;
  }

  next(flow: number, nowSec: number): number {
    if (this.sends[flow]) this.gapLeftSec[flow] = 1 / this.ratePps[flow];
    const gap = this.gapLeftSec[flow];
    const on = this.onLeftSec[flow];
    if (gap <= on) {
      this.onLeftSec[flow] = on - gap;
      this.sends[flow] = 1;
      return nowSec + gap;
    }
    this.gapLeftSec[flow] = gap - on;
    this.sends[flow] = 0;
    const off = this.periods[flow].off_sec * this.random.exponential(this.stream[flow]);
    this.beginOn(flow);
    return nowSec + on + off;
  }

  private beginOn(flow: number): void {
    this.onLeftSec[flow] = this.periods[flow].on_sec * this.random.exponential(this.stream[flow]);
  }
}
