import { grown, NO_REALS } from '../memory/arrays.js';
import type { DelayStatistics } from '../results/results.js';
import type { Archive } from '../snapshots/archive.js';
import { DelayHistograms } from './delay-histograms.js';

const MS = 1000;
const { abs } = Math;

/** Where a flow's measurements stand in its row of `FlowStatistics.real`. */
export const enum FlowSum {
  SENT,
  DELIVERED,
  BYTES,
  /** Mean and variance are summed over differences from the first delay, which keeps them exact where delays hardly differ. */
  FIRST_SEC,
  SUM_SEC,
  SUM_OF_SQUARES,
  MIN_SEC,
  MAX_SEC,
  LAST_SEC,
  SUM_OF_STEPS_SEC,
  /** A row of drop counts, by cause. */
  DROPS,
  WIDTH = 16,
}

/** What is measured per flow, over packets created at or after the warm-up. */
export class FlowStatistics {
  real = NO_REALS;
  private readonly histograms = new DelayHistograms();

  /** Makes room for so many flows. */
  grow(flows: number): void {
    this.real = grown(this.real, flows * FlowSum.WIDTH);
    this.histograms.grow(flows);
  }

  deliver(flow: number, bytes: number, delaySec: number): void {
    const { real } = this;
    const row = flow * FlowSum.WIDTH;
    if (real[row + FlowSum.DELIVERED]++ === 0) {
      real[row + FlowSum.FIRST_SEC] = delaySec;
      real[row + FlowSum.LAST_SEC] = delaySec;
      real[row + FlowSum.MIN_SEC] = delaySec;
    }
    real[row + FlowSum.BYTES] += bytes;
    const difference = delaySec - real[row + FlowSum.FIRST_SEC];
    real[row + FlowSum.SUM_SEC] += difference;
    real[row + FlowSum.SUM_OF_SQUARES] += difference * difference;
    real[row + FlowSum.SUM_OF_STEPS_SEC] += abs(delaySec - real[row + FlowSum.LAST_SEC]);
    real[row + FlowSum.LAST_SEC] = delaySec;
    if (delaySec < real[row + FlowSum.MIN_SEC]) real[row + FlowSum.MIN_SEC] = delaySec;
    if (delaySec > real[row + FlowSum.MAX_SEC]) real[row + FlowSum.MAX_SEC] = delaySec;
    this.histograms.add(flow, delaySec);
  }

  /** One measurement of a flow. */
  read(flow: number, sum: FlowSum): number {
    return this.real[flow * FlowSum.WIDTH + sum];
  }

  delayMs(flow: number): DelayStatistics {
    const n = this.read(flow, FlowSum.DELIVERED);
    if (n === 0)
      return { mean: null, stddev: null, min: null, max: null, p10: null, p20: null, p50: null, p80: null, p90: null, p99: null };
    const min = this.read(flow, FlowSum.MIN_SEC);
    const max = this.read(flow, FlowSum.MAX_SEC);
    const meanDifference = this.read(flow, FlowSum.SUM_SEC) / n;
    const variance = Math.max(0, this.read(flow, FlowSum.SUM_OF_SQUARES) / n - meanDifference * meanDifference);
    const percentile = (percent: number): number => Math.min(Math.max(this.histograms.percentile(flow, percent, n), min), max) * MS;
    return {
      mean: Math.min(Math.max(this.read(flow, FlowSum.FIRST_SEC) + meanDifference, min), max) * MS,
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
    const steps = this.read(flow, FlowSum.DELIVERED) - 1;
    return steps < 1 ? null : (this.read(flow, FlowSum.SUM_OF_STEPS_SEC) / steps) * MS;
  }

  carry(archive: Archive, flows: number): void {
    archive.reals(this.real, 0, flows * FlowSum.WIDTH);
    this.histograms.carry(archive, flows);
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.real, ...this.histograms.arrays];
  }
}
