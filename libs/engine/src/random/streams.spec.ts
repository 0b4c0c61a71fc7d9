import { describe, expect, it } from '@jest/globals';
import { unevenness } from '../testing/chi-square.js';
import { RandomStreams } from './random-streams.js';

// Taken out once: under jest each look at a global costs more than the arithmetic.
const { expm1, floor } = Math;

/** Standard deviations within which every deviation here must stay. */
const LIMIT = 4;
const CELLS = 256;

/** Draws one number after the other from a stream. */
function drawn(draws: number, seed: number, use: string, id: string): Float64Array {
  const random = new RandomStreams(seed);
  const stream = random.open(use, id);
  return new Float64Array(draws).map(() => random.uniform(stream));
}

/** Correlation of two lists of uniform numbers, in its standard deviations; the second list is taken from its `lag`-th number on. */
function correlation(a: Float64Array, b: Float64Array, lag = 0): number {
  const n = a.length - lag;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (a[i] - 0.5) * (b[i + lag] - 0.5);
  // Each factor has the variance 1/12.
  return (sum / n) * 12 * Math.sqrt(n);
}

describe('exponential draws', () => {
  const DRAWS = 3_000_000;
  const random = new RandomStreams(5);
  const stream = random.open('arrivals', 'exponential');
  const values = new Float64Array(DRAWS).map(() => random.exponential(stream));

  it('have the moments n! of the closed form', () => {
    // E X^n = n!, so the variance of X^n is (2n)! - n!².
    const factorials = [1, 1, 2, 6, 24, 120, 720];
    for (const power of [1, 2, 3]) {
      let sum = 0;
      for (const value of values) sum += value ** power;
      const deviation = Math.sqrt((factorials[2 * power] - factorials[power] ** 2) / DRAWS);
      expect(Math.abs(sum / DRAWS - factorials[power])).toBeLessThan(LIMIT * deviation);
    }
  });

  it('have the variance 1 about their own mean', () => {
    const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS;
    // The fourth central moment is 9.
    expect(Math.abs(variance - 1)).toBeLessThan(LIMIT * Math.sqrt((9 - 1) / DRAWS));
  });

  it('exceed x with the probability e^-x, far out in the tail too', () => {
    // 7.697 is where the layers of the method end and the tail begins.
    for (const x of [0.001, 0.1, 0.5, 1, 2, 4, 7, 7.69, 7.7, 8, 10, 12]) {
      const probability = Math.exp(-x);
      let count = 0;
      for (const value of values) if (value > x) count++;
      const deviation = Math.sqrt(DRAWS * probability * (1 - probability));
      expect(Math.abs(count - DRAWS * probability)).toBeLessThan(LIMIT * deviation);
    }
    expect(values.every((value) => value >= 0)).toBe(true);
  });

  it('fall evenly into cells of equal probability', () => {
    const counts = new Array<number>(CELLS).fill(0);
    for (const value of values) counts[floor(-expm1(-value) * CELLS)]++;
    expect(Math.abs(unevenness(counts))).toBeLessThan(LIMIT);
  });

  it('do not depend on the one before', () => {
    let sum = 0;
    for (let i = 1; i < DRAWS; i++) sum += (values[i] - 1) * (values[i - 1] - 1);
    expect(Math.abs(sum / Math.sqrt(DRAWS))).toBeLessThan(LIMIT);
  });
});

describe('uniform draws', () => {
  it('fall evenly into cells, singly and in pairs of consecutive ones', () => {
    const values = drawn(1_000_000, 5, 'loss', 'uniform');
    const singles = new Array<number>(CELLS).fill(0);
    const pairs = new Array<number>(CELLS).fill(0);
    values.forEach((value, i) => {
      singles[floor(value * CELLS)]++;
      if (i % 2 === 1) pairs[floor(values[i - 1] * 16) * 16 + floor(value * 16)]++;
    });
    expect(Math.abs(unevenness(singles))).toBeLessThan(LIMIT);
    expect(Math.abs(unevenness(pairs))).toBeLessThan(LIMIT);
  });

  it('use all of their lower bits as well', () => {
    const counts = new Array<number>(CELLS).fill(0);
    for (const value of drawn(500_000, 6, 'loss', 'low')) counts[floor(((value * 2 ** 40) % 1) * CELLS)]++;
    expect(Math.abs(unevenness(counts))).toBeLessThan(LIMIT);
  });
});

describe('streams', () => {
  const DRAWS = 200_000;
  const one = drawn(DRAWS, 7, 'arrivals', 'f1');

  it.each([
    { other: 'a similar name', seed: 7, use: 'arrivals', id: 'f2' },
    { other: 'a name that goes on', seed: 7, use: 'arrivals', id: 'f11' },
    { other: 'another use of the same name', seed: 7, use: 'sizes', id: 'f1' },
    { other: 'the next seed', seed: 8, use: 'arrivals', id: 'f1' },
    { other: 'a seed that begins alike', seed: 71, use: 'arrivals', id: 'f1' },
  ])('are not correlated with that of $other, in step or shifted', ({ seed, use, id }) => {
    const other = drawn(DRAWS, seed, use, id);
    for (const lag of [0, 1, 2, 3]) {
      expect(Math.abs(correlation(one, other, lag))).toBeLessThan(LIMIT);
      expect(Math.abs(correlation(other, one, lag))).toBeLessThan(LIMIT);
    }
    const shared = new Set(one);
    expect(other.filter((value) => shared.has(value)).length).toBeLessThan(3);
  });

  it('of a hundred similar names and adjacent seeds add up as if they had nothing in common', () => {
    // The variance of a sum of 200 independent numbers is 200 / 12; anything shared by them would raise it.
    const streams = Array.from({ length: 100 }, (_, i) => [
      drawn(5000, 7, 'arrivals', `f${i}`),
      drawn(5000, i + 100, 'arrivals', 'f'),
    ]).flat();
    const squares = Array.from({ length: 5000 }, (_, i) => streams.reduce((sum, stream) => sum + stream[i] - 0.5, 0) ** 2);
    const variance = squares.reduce((sum, square) => sum + square, 0) / squares.length;
    expect(Math.abs(variance / (streams.length / 12) - 1)).toBeLessThan(LIMIT * Math.sqrt(2 / squares.length));
  });

  it.each([
    { across: 'names', nth: (i: number) => drawn(3, 7, 'arrivals', `${i}`) },
    { across: 'seeds', nth: (i: number) => drawn(3, i, 'arrivals', 'f1') },
  ])('begin evenly and without order across $across', ({ nth }) => {
    const firsts = Array.from({ length: 30_000 }, (_, i) => nth(i));
    for (const place of [0, 1, 2]) {
      const values = Float64Array.from(firsts, (first) => first[place]);
      const counts = new Array<number>(CELLS).fill(0);
      for (const value of values) counts[floor(value * CELLS)]++;
      expect(Math.abs(unevenness(counts))).toBeLessThan(LIMIT);
      for (const lag of [1, 2, 10]) expect(Math.abs(correlation(values, values, lag))).toBeLessThan(LIMIT);
    }
  });

  it('do not depend on which others are open, nor on what is drawn from them', () => {
    const random = new RandomStreams(7);
    const streams = ['f0', 'f1', 'f2'].map((id) => random.open('arrivals', id));
    const seen = Array.from({ length: 100 }, (_, i) => {
      for (let j = 0; j < i % 4; j++) random.bits(streams[j % 2 === 0 ? 0 : 2]);
      return random.uniform(streams[1]);
    });
    expect(seen).toEqual([...one.subarray(0, 100)]);
  });
});
