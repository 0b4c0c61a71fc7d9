import type { PacketSize } from '@skein/topology';
import type { RandomStreams } from '../random/random-streams.js';

/** Packet sizes drawn from a weighted list, by inversion of its distribution function. */
export class PacketSizes {
  private readonly upTo: number[] = [];
  /** The stream that is drawn from. */
  readonly stream: number;
  private readonly total: number;

  constructor(
    private readonly sizes: readonly PacketSize[],
    private readonly random: RandomStreams,
    /** A flow's id, or the stream of the distribution whose place this one takes. */
    origin: string | number,
  ) {
    this.stream = typeof origin === 'number' ? origin : random.open('sizes', origin);
    let total = 0;
    for (const { weight } of sizes) this.upTo.push((total += weight));
    this.total = total;
  }

  /** Draws a size in bytes. */
  draw(): number {
    const point = this.random.uniform(this.stream) * this.total;
    let low = 0;
    let high = this.sizes.length - 1;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (point < this.upTo[mid]) high = mid;
      else low = mid + 1;
    }
    return this.sizes[low].bytes;
  }
}
