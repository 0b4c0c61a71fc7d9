const number = new Float64Array(1);
const bits = new BigUint64Array(number.buffer);

/** The least double above a finite `value` that is 0 or more. */
export function nextUp(value: number): number {
  number[0] = value;
  bits[0] += 1n;
  return number[0];
}
