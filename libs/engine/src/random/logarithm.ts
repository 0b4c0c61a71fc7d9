import { asFloat, asWords, HIGH_WORD } from './float-bits.js';

const SQRT_2 = Math.SQRT2;
const LN_2 = 0.6931471805599453;
const EXPONENT_OF_ONE = 0x3ff00000;

/**
 * Natural logarithm of a positive normal float64, correct to about one unit in the last place.
 *
 * ECMAScript leaves `Math.log` to the implementation, so two versions of Node may differ in the last bit; this uses + - * / alone.
 * x = m * 2^e with m within a factor sqrt(2) of 1; ln m = 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...) with s = (m - 1) / (m + 1), where
 * |s| < 0.172 and the first term left out is below 2^-56.
 */
export function ln(x: number): number {
  asFloat[0] = x;
  const high = asWords[HIGH_WORD];
  let exponent = (high >> 20) - 1023;
  asWords[HIGH_WORD] = (high & 0x000fffff) | EXPONENT_OF_ONE;
  let m = asFloat[0];
  if (m > SQRT_2) {
    m *= 0.5;
    exponent += 1;
  }
  const s = (m - 1) / (m + 1);
  const q = s * s;
  const low = 1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q * (1 / 11))));
  const rest = 1 / 13 + q * (1 / 15 + q * (1 / 17 + q * (1 / 19 + q * (1 / 21))));
  const q2 = q * q;
  return exponent * LN_2 + 2 * (s + s * q * (low + q2 * q2 * q * rest));
}
