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

describe('a statement that is not answered', () => {
  const stuck = new Promise<number[]>(() => {});

  it('holds up nobody for long', async () => {
    const run = (items: number[]) => (items.includes(0) ? stuck : Promise.resolve(items));
    const batches = new Batches<number, number>(run, { lanes: 1, most: MOST, patienceMs: 1 });
    void batches.add(0);
    await turn();
    expect(await batches.add(1)).toBe(1);
  });

  it('makes way for three more, if they are not answered either', async () => {
    let answer = (_: number[]) => {};
    const first = new Promise<number[]>((resolve) => (answer = resolve));
    const inFlight: number[] = [];
    const run = (items: number[]) => (inFlight.push(...items), items.includes(0) ? first : stuck);
    const batches = new Batches<number, number>(run, { lanes: 1, most: 1, patienceMs: 1 });
    const answered = batches.add(0);
    for (let i = 1; i < 9; i++) void batches.add(i);
    while (inFlight.length < 4) await turn();
    // Were there to be a fifth, its turn would come before this timer's.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(inFlight).toEqual([0, 1, 2, 3]);
    answer([0]);
    await answered;
    while (inFlight.length < 5) await turn();
    expect(inFlight).toEqual([0, 1, 2, 3, 4]);
  });
});
