import { grown, reals } from '../memory/arrays.js';
import type { Series } from '../results/results.js';
import type { Archive } from '../snapshots/archive.js';

/** Where an interval's counts stand in its row of `TimeSeries.real`. */
export const enum Sample {
  SENT,
  DELIVERED,
  DROPPED,
  BYTES,
  /** Sum of the delays of what was delivered. */
  DELAY_SEC,
  WIDTH,
}

/** To begin with; there are more as the run goes on. */
const FIRST_ROWS = 4;

/**
 * Network-wide counts per interval. The event loop adds to the present interval's row and pauses at each boundary, so sampling costs
 * nothing per packet.
 */
export class TimeSeries {
  /** The present interval; its row is the one to add to. */
  index = 0;
  real = reals(FIRST_ROWS * Sample.WIDTH);

  constructor(readonly intervalSec: number) {}

  /** When the present interval ends. */
  get endSec(): number {
    return (this.index + 1) * this.intervalSec;
  }

  /** Where the present interval's row begins. */
  get row(): number {
    return this.index * Sample.WIDTH;
  }

  /** Goes on to the next interval. */
  turn(): void {
    this.index++;
    if (this.row === this.real.length) this.real = grown(this.real, this.real.length * 2);
  }

  read(nowSec: number): Series {
    const began = this.index * this.intervalSec;
    const series: Series = { interval_sec: this.intervalSec, sent: [], delivered: [], dropped: [], throughput_mbps: [], delay_ms: [] };
    for (let i = 0; i < this.index || (i === this.index && nowSec > began); i++) {
      const row = i * Sample.WIDTH;
      const coveredSec = i === this.index ? nowSec - began : this.intervalSec;
      const delivered = this.real[row + Sample.DELIVERED];
      series.sent.push(this.real[row + Sample.SENT]);
      series.delivered.push(delivered);
      series.dropped.push(this.real[row + Sample.DROPPED]);
      series.throughput_mbps.push((this.real[row + Sample.BYTES] * 8) / 1e6 / coveredSec);
      series.delay_ms.push(delivered === 0 ? null : (this.real[row + Sample.DELAY_SEC] / delivered) * 1000);
    }
    return series;
  }

  carry(archive: Archive): void {
    const index = archive.whole(this.index);
    while (this.index < index) this.turn();
    archive.reals(this.real, 0, this.row + Sample.WIDTH);
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.real];
  }
}
