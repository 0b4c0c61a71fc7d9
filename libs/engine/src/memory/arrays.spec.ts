import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { grown, ints, reals } from './arrays.js';

const anyArray = fc.record({ real: fc.boolean(), length: fc.nat(300) });

describe('small arrays', () => {
  it('are zeros, and keep what is written into them whatever is written into others', () => {
    fc.assert(
      fc.property(fc.array(anyArray, { minLength: 1, maxLength: 100 }), (wanted) => {
        const arrays = wanted.map(({ real, length }) => (real ? reals(length) : ints(length)));
        for (const array of arrays) expect(array.every((entry) => entry === 0)).toBe(true);
        arrays.forEach((array, i) => array.fill(i + 1));
        arrays.forEach((array, i) => {
          expect(array).toHaveLength(wanted[i].length);
          expect(array.every((entry) => entry === i + 1)).toBe(true);
        });
      }),
    );
  });

  it('grow into longer ones of their kind, with zeros behind what they held', () => {
    expect(grown(ints(2).fill(7), 4)).toEqual(new Int32Array([7, 7, 0, 0]));
    expect(grown(reals(1).fill(0.5), 3)).toEqual(new Float64Array([0.5, 0, 0]));
  });
});
