import type { RandomStreams } from '../random/random-streams.js';
import { FlowInt, FlowReal, type FlowRows } from './flow-row.js';
import type { TrafficSource } from './traffic-source.js';

/** Independent, exponentially distributed gaps; the first packet comes one gap after the start. */
export class PoissonSource implements TrafficSource {
  constructor(
    private readonly random: RandomStreams,
    private readonly flows: FlowRows,
  ) {}

  start(flow: number, startSec: number): number {
    return this.next(flow, startSec);
  }

  next(flow: number, nowSec: number): number {
    const { real, int } = this.flows;
    return nowSec + this.random.exponential(int[flow * FlowInt.WIDTH + FlowInt.STREAM]) / real[flow * FlowReal.WIDTH + FlowReal.RATE_PPS];
  }
}
