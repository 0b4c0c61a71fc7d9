import { grown, NO_INTS, NO_REALS } from '../memory/arrays.js';
import { asFloat, asWords, HIGH_WORD } from '../random/float-bits.js';
import type { Archive } from '../snapshots/archive.js';

/** A bucket is a float's exponent and its top 6 mantissa bits: 64 to an octave, each at most 1/64 wide relative to its lower edge. */
const MANTISSA_BITS = 6;
const SHIFT = 20 - MANTISSA_BITS;
/** Largest relative error of a percentile: half a bucket, which is reported by its middle. */
export const PERCENTILE_ERROR = 1 / 128;

/** Shorter and longer delays (2^-30 s, about 1 ns; 2^23 s, 97 days) fall into the outermost buckets. */
const LOWEST = (1023 - 30) << MANTISSA_BITS;
const HIGHEST = ((1023 + 23) << MANTISSA_BITS) - 1;

/** A flow's buckets are a range that grows to a power of two of such blocks. */
const BLOCK = 8;

/** Where a flow's range of buckets is described in its row of `DelayHistograms.ranges`. */
const enum Range {
  /** Where its counts start. */
  PLACE,
  /** Its first bucket, and how many it holds. */
  FIRST,
  LENGTH,
  WIDTH = 4,
}

/**
 * One histogram of delays per flow, in one shared array: a flow holds the range of buckets that its delays have touched, so a flow whose
 * delays stay within an octave costs some hundred bytes. A range that outgrows its place moves, and its old place is given to the next
 * flow that needs one of that size.
 */
export class DelayHistograms {
  private counts = NO_REALS;
  private used = 0;
  private ranges = NO_INTS;
  /** Places that have been left, by their length. */
  private vacant: Map<number, number[]> | null = null;

  /** Makes room for so many flows. */
  grow(flows: number): void {
    this.ranges = grown(this.ranges, flows * Range.WIDTH);
  }

  add(flow: number, delaySec: number): void {
    asFloat[0] = delaySec;
    let bucket = asWords[HIGH_WORD] >> SHIFT;
    if (bucket < LOWEST) bucket = LOWEST;
    else if (bucket > HIGHEST) bucket = HIGHEST;
    const row = flow * Range.WIDTH;
    let offset = bucket - this.ranges[row + Range.FIRST];
    if (offset < 0 || offset >= this.ranges[row + Range.LENGTH]) {
      this.extend(row, bucket);
      offset = bucket - this.ranges[row + Range.FIRST];
    }
    this.counts[this.ranges[row + Range.PLACE] + offset]++;
  }

  /** The delay, in seconds, that `percent` of the flow's `total` delays do not exceed (nearest rank). */
  percentile(flow: number, percent: number, total: number): number {
    const row = flow * Range.WIDTH;
    const rank = Math.ceil((total * percent) / 100);
    const start = this.ranges[row + Range.PLACE];
    let seen = 0;
    let offset = 0;
    while ((seen += this.counts[start + offset]) < rank) offset++;
    return middle(this.ranges[row + Range.FIRST] + offset);
  }

  /** Moves to a range that holds the buckets with counts and a new one; what room is left lies beyond the new one, where delays are heading. */
  private extend(row: number, bucket: number): void {
    const held = this.ranges[row + Range.LENGTH];
    const oldFirst = this.ranges[row + Range.FIRST];
    const oldPlace = this.ranges[row + Range.PLACE];
    let from = 0;
    let to = held;
    while (from < to && this.counts[oldPlace + from] === 0) from++;
    while (to > from && this.counts[oldPlace + to - 1] === 0) to--;
    let first = bucket - (bucket % BLOCK);
    let length = BLOCK;
    if (held > 0) {
      const last = Math.max(oldFirst + to - 1, bucket);
      first = Math.min(oldFirst + from, bucket);
      while (length <= last - first) length *= 2;
      if (first === bucket) first = last + 1 - length;
    }

    const place = this.reserve(length);
    this.counts.copyWithin(place + oldFirst + from - first, oldPlace + from, oldPlace + to);
    if (held > 0) {
      this.counts.fill(0, oldPlace, oldPlace + held);
      this.vacant ??= new Map();
      const list = this.vacant.get(held);
      if (list) list.push(oldPlace);
      else this.vacant.set(held, [oldPlace]);
    }
    this.ranges[row + Range.PLACE] = place;
    this.ranges[row + Range.FIRST] = first;
    this.ranges[row + Range.LENGTH] = length;
  }

  private reserve(length: number): number {
    const vacant = this.vacant?.get(length)?.pop();
    if (vacant !== undefined) return vacant;
    const place = this.used;
    this.used += length;
    if (this.used > this.counts.length) {
      // To begin with as much as a few flows need at least.
      const least = BLOCK * Math.min(8, this.ranges.length / Range.WIDTH);
      this.counts = grown(this.counts, Math.max(this.used, this.counts.length * 2, least));
    }
    return place;
  }

  /** Where a range lies decides nothing: those that come in are laid anew, one behind the other. */
  carry(archive: Archive, flows: number): void {
    for (let row = 0; row < flows * Range.WIDTH; row += Range.WIDTH) {
      const length = archive.whole(this.ranges[row + Range.LENGTH]);
      if (length === 0) continue;
      if (archive.restoring) this.ranges[row + Range.PLACE] = this.reserve(length);
      this.ranges[row + Range.LENGTH] = length;
      this.ranges[row + Range.FIRST] = archive.whole(this.ranges[row + Range.FIRST]);
      const place = this.ranges[row + Range.PLACE];
      archive.wholes(this.counts, place, place + length);
    }
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.counts, this.ranges];
  }
}

function middle(bucket: number): number {
  asFloat[0] = 0;
  asWords[HIGH_WORD] = (bucket << SHIFT) | (1 << (SHIFT - 1));
  return asFloat[0];
}
