import { grown } from '../memory/grow.js';
import type { Series } from '../results/results.js';
import type { Archive } from '../snapshots/archive.js';

/**
 * Network-wide counts per interval. The event loop adds to the present interval's entries and pauses at each boundary, so sampling costs
 * nothing per packet.
 */
export class TimeSeries {
  /** The present interval; its entries are the ones to add to. */
  index = 0;
  sent = new Float64Array(8);
  delivered = new Float64Array(8);
  dropped = new Float64Array(8);
  deliveredBytes = new Float64Array(8);
  delaySec = new Float64Array(8);

  constructor(readonly intervalSec: number) {}

  /** When the present interval ends. */
  get endSec(): number {
    return (this.index + 1) * this.intervalSec;
  }

  /** Goes on to the next interval. */
  turn(): void {
    this.index++;
    if (this.index < this.sent.length) return;
    const length = this.index * 2;
    this.sent = grown(this.sent, length);
    this.delivered = grown(this.delivered, length);
    this.dropped = grown(this.dropped, length);
    this.deliveredBytes = grown(this.deliveredBytes, length);
    this.delaySec = grown(this.delaySec, length);
  }

  read(nowSec: number): Series {
    const began = this.index * this.intervalSec;
    const samples = nowSec > began ? this.index + 1 : this.index;
    const coveredSec = (i: number): number => (i === this.index ? nowSec - began : this.intervalSec);
    return {
      interval_sec: this.intervalSec,
      sent: Array.from(this.sent.subarray(0, samples)),
      delivered: Array.from(this.delivered.subarray(0, samples)),
      dropped: Array.from(this.dropped.subarray(0, samples)),
      throughput_mbps: Array.from(this.deliveredBytes.subarray(0, samples), (bytes, i) => (bytes * 8) / 1e6 / coveredSec(i)),
      delay_ms: Array.from(this.delaySec.subarray(0, samples), (sum, i) =>
        this.delivered[i] === 0 ? null : (sum / this.delivered[i]) * 1000,
      ),
    };
  }

  carry(archive: Archive): void {
    const index = archive.whole(this.index);
    while (this.index < index) this.turn();
    for (const array of this.arrays) archive.reals(array, 0, index + 1);
  }

  get arrays(): readonly Float64Array[] {
    return [this.sent, this.delivered, this.dropped, this.deliveredBytes, this.delaySec];
  }
}
