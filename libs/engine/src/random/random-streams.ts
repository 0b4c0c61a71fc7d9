import { hashName } from '@skein/topology';
import { grown, ints } from '../memory/arrays.js';
import type { Archive } from '../snapshots/archive.js';
import { HEIGHT, LAYERS, TAIL, WIDTH } from './exponential-layers.js';
import { ln } from './logarithm.js';

// Taken out once: in some hosts, jest's among them, each look at a global costs more than the arithmetic.
const { imul } = Math;

const TWO_TO_26 = 0x4000000;
const TWO_TO_MINUS_52 = 1 / (TWO_TO_26 * TWO_TO_26);
const TWO_TO_32 = 0x100000000;
const TWO_TO_MINUS_53 = TWO_TO_MINUS_52 / 2;

/**
 * Independent pseudo-random streams, each named after its one use and derived from the seed and that name alone, so that changing one
 * flow or link leaves the draws of all others as they were.
 *
 * Generator: xoshiro128** (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 2021), period 2^128 - 1.
 */
export class RandomStreams {
  /** Four words a stream. */
  private state = ints(16);
  private count = 0;

  constructor(private readonly seed: number) {}

  /** Opens a stream and answers its number, by which it is drawn from. */
  open(use: string, id: string): number {
    const stream = this.count++;
    const at = stream * 4;
    if (at === this.state.length) this.state = grown(this.state, at * 2);
    this.state.set(hashName(`${this.seed} ${use} ${id}`), at);
    // The all-zero state is the generator's one fixed point.
    if ((this.state[at] | this.state[at + 1] | this.state[at + 2] | this.state[at + 3]) === 0) this.state[at] = 1;
    return stream;
  }

  /** 32 random bits as a signed integer. */
  bits(stream: number): number {
    const state = this.state;
    const at = stream * 4;
    const s1 = state[at + 1];
    const s2 = state[at + 2] ^ state[at];
    const s3 = state[at + 3] ^ s1;
    const scrambled = imul(s1, 5);
    state[at + 1] = s1 ^ s2;
    state[at] ^= s3;
    state[at + 2] = s2 ^ (s1 << 9);
    state[at + 3] = (s3 << 11) | (s3 >>> 21);
    return imul((scrambled << 7) | (scrambled >>> 25), 9);
  }

  /** Uniform over [0, 1), in steps of 2^-52. */
  uniform(stream: number): number {
    const high = this.bits(stream) >>> 6;
    const low = this.bits(stream) >>> 6;
    return (high * TWO_TO_26 + low) * TWO_TO_MINUS_52;
  }

  /** Exponential with mean 1: a point is drawn in a random layer, and drawn again where it is above the curve, 1 time in 46. */
  exponential(stream: number): number {
    let beyond = 0;
    for (;;) {
      const word = this.bits(stream);
      const layer = word & (LAYERS - 1);
      const x = ((word >>> 11) * TWO_TO_32 + (this.bits(stream) >>> 0)) * TWO_TO_MINUS_53 * WIDTH[layer];
      if (x < WIDTH[layer + 1]) return beyond + x;
      // The tail looks like the whole, further out.
      if (layer === 0) beyond += TAIL;
      else if (ln(HEIGHT[layer] + this.uniform(stream) * (HEIGHT[layer + 1] - HEIGHT[layer])) < -x) return beyond + x;
    }
  }

  /** Streams are opened by what is built, so all of them are open. */
  carry(archive: Archive): void {
    archive.ints(this.state, 0, this.count * 4);
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.state];
  }
}
