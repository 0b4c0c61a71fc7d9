import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Batches } from './batches.js';

const MOST = 4;
/** Longer than any test may take. */
const LONG_MS = 600_000;

describe('calls that gather', () => {
  it('are not kept waiting where a whole statement of them is there', async () => {
    const sizes: number[] = [];
    const run = (items: number[]) => Promise.resolve((sizes.push(items.length), items));
    const batches = new Batches<number, number>(run, { lanes: 1, most: MOST, gatherMs: LONG_MS });
    for (let i = 0; i < 3 * MOST; i++) void batches.add(i);
    // Each statement takes a turn of the event loop.
    for (let i = 0; i < 10; i++) await turn();
    expect(sizes).toEqual([MOST, MOST, MOST]);
  });
});
