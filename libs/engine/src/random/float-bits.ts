/** One float64 seen as its two 32-bit words: write `asFloat[0]`, read `asWords[HIGH_WORD]`, or the other way round. */
export const asFloat = new Float64Array(1);
export const asWords = new Int32Array(asFloat.buffer);

asFloat[0] = 1;
/** Where sign, exponent and the top 20 mantissa bits are; depends on the processor's byte order. */
export const HIGH_WORD = asWords[1] === 0 ? 0 : 1;
asFloat[0] = 0;
