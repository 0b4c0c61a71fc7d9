import type { RandomStreams } from '../random/random-streams.js';
import type { TrafficSource } from './traffic-source.js';

/** Independent, exponentially distributed gaps; the first packet comes one gap after the start. */
export class PoissonSource implements TrafficSource {
  constructor(
    private readonly random: RandomStreams,
    private readonly ratePps: Float64Array,
    private readonly stream: Int32Array,
  ) {}

  start(flow: number, startSec: number): number {
    return this.next(flow, startSec);
  }

  next(flow: number, nowSec: number): number {
    return nowSec + this.random.exponential(this.stream[flow]) / this.ratePps[flow];
  }
}
