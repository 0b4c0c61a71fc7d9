import type { DelayStatistics } from '../results/results.js';
import { DelayHistograms } from './delay-histograms.js';
import { CAUSES } from './drop-cause.js';

const MS = 1000;

/** What is measured per flow, over packets created at or after the warm-up. */
export class FlowStatistics {
  readonly sent: Float64Array;
  readonly drops: Float64Array;
  readonly delivered: Float64Array;
  readonly deliveredBytes: Float64Array;

  /** Mean and variance are summed over differences from the first delay, which keeps them exact where delays hardly differ. */
  private readonly firstSec: Float64Array;
  private readonly sum: Float64Array;
  private readonly sumOfSquares: Float64Array;
  private readonly minSec: Float64Array;
  private readonly maxSec: Float64Array;
  private readonly lastSec: Float64Array;
  private readonly sumOfSteps: Float64Array;
  private readonly histograms: DelayHistograms;

  constructor(flows: number) {
    this.sent = new Float64Array(flows);
    this.drops = new Float64Array(flows * CAUSES);
    this.delivered = new Float64Array(flows);
    this.deliveredBytes = new Float64Array(flows);
    this.firstSec = new Float64Array(flows);
    this.sum = new Float64Array(flows);
    this.sumOfSquares = new Float64Array(flows);
    this.minSec = new Float64Array(flows).fill(Infinity);
    this.maxSec = new Float64Array(flows);
    this.lastSec = new Float64Array(flows);
    this.sumOfSteps = new Float64Array(flows);
    this.histograms = new DelayHistograms(flows);
  }

  deliver(flow: number, bytes: number, delaySec: number): void {
    if (this.delivered[flow]++ === 0) {
      this.firstSec[flow] = delaySec;
      this.lastSec[flow] = delaySec;
    }
    this.deliveredBytes[flow] += bytes;
    const difference = delaySec - this.firstSec[flow];
    this.sum[flow] += difference;
    this.sumOfSquares[flow] += difference * difference;
    this.sumOfSteps[flow] += Math.abs(delaySec - this.lastSec[flow]);
    this.lastSec[flow] = delaySec;
    if (delaySec < this.minSec[flow]) this.minSec[flow] = delaySec;
    if (delaySec > this.maxSec[flow]) this.maxSec[flow] = delaySec;
    this.histograms.add(flow, delaySec);
  }

  delayMs(flow: number): DelayStatistics {
    const n = this.delivered[flow];
    if (n === 0)
      return { mean: null, stddev: null, min: null, max: null, p10: null, p20: null, p50: null, p80: null, p90: null, p99: null };
    const min = this.minSec[flow];
    const max = this.maxSec[flow];
    const meanDifference = this.sum[flow] / n;
    const variance = Math.max(0, this.sumOfSquares[flow] / n - meanDifference * meanDifference);
    const percentile = (percent: number): number => Math.min(Math.max(this.histograms.percentile(flow, percent, n), min), max) * MS;
    return {
      mean: Math.min(Math.max(this.firstSec[flow] + meanDifference, min), max) * MS,
      stddev: Math.sqrt(variance) * MS,
      min: min * MS,
      max: max * MS,
      p10: percentile(10),
      p20: percentile(20),
      p50: percentile(50),
      p80: percentile(80),
      p90: percentile(90),
      p99: percentile(99),
    };
  }

  /** Mean absolute difference of consecutive delays, in milliseconds. */
  jitterMs(flow: number): number | null {
    const steps = this.delivered[flow] - 1;
    return steps < 1 ? null : (this.sumOfSteps[flow] / steps) * MS;
  }

  get arrays(): readonly ArrayBufferView[] {
    const own = Object.values(this).filter((member): member is ArrayBufferView => ArrayBuffer.isView(member));
    return [...own, ...this.histograms.arrays];
  }
}
