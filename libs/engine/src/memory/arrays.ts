/** Arrays up to this size share a slab: in V8 a buffer of its own costs some 200 bytes and a microsecond, which is more than most of them hold. */
const SMALL_BYTES = 1024;
/** Small, because a slab lives as long as the last array on it: simulations that began together share one. */
const SLAB_BYTES = 8192;

let slab = new ArrayBuffer(0);
let used = 0;

/** The same array for all that hold nothing yet. */
export const NO_REALS = new Float64Array(0);
export const NO_INTS = new Int32Array(0);

/** An array of zeros. */
export function reals(length: number): Float64Array<ArrayBuffer> {
  const bytes = length * 8;
  if (bytes > SMALL_BYTES) return new Float64Array(length);
  const at = take(bytes);
  return new Float64Array(slab, at, length);
}

/** An array of zeros. */
export function ints(length: number): Int32Array<ArrayBuffer> {
  const bytes = length * 4;
  if (bytes > SMALL_BYTES) return new Int32Array(length);
  const at = take(bytes);
  return new Int32Array(slab, at, length);
}

/** A longer copy of an array, zeros behind what it held. */
export function grown<A extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(array: A, length: number): A {
  const longer = (array instanceof Float64Array ? reals(length) : ints(length)) as A;
  if (array.length > 0) longer.set(array);
  return longer;
}

/** Where in the slab, which may be a new one, so many bytes are free that have never been used. */
function take(bytes: number): number {
  if (used + bytes > slab.byteLength) {
    slab = new ArrayBuffer(SLAB_BYTES);
    used = 0;
  }
  const at = used;
  // Float64 wants multiples of eight.
  used += (bytes + 7) & ~7;
  return at;
}
