import type { TrafficSource } from './traffic-source.js';

/** Equal gaps; packet k, counted from 0, is sent at `start + k / rate`, so that no rounding error gathers over a long run. */
export class ConstantSource implements TrafficSource {
  private readonly startSec: Float64Array;
  private readonly sent: Float64Array;

  constructor(private readonly ratePps: Float64Array) {
    this.startSec = new Float64Array(ratePps.length);
    this.sent = new Float64Array(ratePps.length);
  }

  start(flow: number, startSec: number): number {
    this.startSec[flow] = startSec;
    return startSec;
  }

  next(flow: number): number {
    return this.startSec[flow] + ++this.sent[flow] / this.ratePps[flow];
  }
}
