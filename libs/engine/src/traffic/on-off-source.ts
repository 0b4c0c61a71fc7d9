import type { RandomStreams } from '../random/random-streams.js';
import { FlowInt, FlowReal, type FlowRows } from './flow-row.js';
import type { TrafficSource } from './traffic-source.js';

/** What is left of the present on period, and of the gap to the next packet, in seconds of on time. */
const enum State {
  ON_LEFT_SEC = FlowReal.STATE,
  GAP_LEFT_SEC = FlowReal.MORE_STATE,
}

/**
 * On and off periods of exponentially distributed lengths, on first. While on, packets leave at equal gaps; a gap that an off period cuts is
 * finished in the next on period, so that the mean rate is exactly `rate * on / (on + off)`.
 */
export class OnOffSource implements TrafficSource {
  constructor(
    private readonly random: RandomStreams,
    private readonly flows: FlowRows,
  ) {}

  start(flow: number, startSec: number): number {
    this.flows.real[flow * FlowReal.WIDTH + State.ON_LEFT_SEC] = this.lengthSec(flow, FlowReal.ON_SEC);
    return startSec;
  }

  next(flow: number, nowSec: number): number {
    const { real, int } = this.flows;
    const row = flow * FlowReal.WIDTH;
    const sends = flow * FlowInt.WIDTH + FlowInt.SENDS;
    if (int[sends] === 1) real[row + State.GAP_LEFT_SEC] = 1 / real[row + FlowReal.RATE_PPS];
    const gap = real[row + State.GAP_LEFT_SEC];
    const on = real[row + State.ON_LEFT_SEC];
    if (gap < on) {
      real[row + State.ON_LEFT_SEC] = on - gap;
      int[sends] = 1;
      return nowSec + gap;
    }
    real[row + State.GAP_LEFT_SEC] = gap - on;
    int[sends] = 0;
    const off = this.lengthSec(flow, FlowReal.OFF_SEC);
    real[row + State.ON_LEFT_SEC] = this.lengthSec(flow, FlowReal.ON_SEC);
    return nowSec + on + off;
  }

  private lengthSec(flow: number, period: FlowReal.ON_SEC | FlowReal.OFF_SEC): number {
    const mean = this.flows.real[flow * FlowReal.WIDTH + period];
    return mean * this.random.exponential(this.flows.int[flow * FlowInt.WIDTH + FlowInt.STREAM]);
  }
}
