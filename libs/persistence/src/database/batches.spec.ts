import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Batches } from './batches.js';
import { lanesApart } from './is-transient.js';

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

describe('a statement that fails', () => {
  const timedOut = Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
  const gone = Object.assign(new Error('connection terminated'), { code: '08006' });
  const broken = new Error('a constraint');

  /** Settles items 0 to 8, all of one statement. */
  async function settled(run: (items: number[]) => Promise<number[]>): Promise<(number | Error)[]> {
    const batches = new Batches<number, number>(run, { lanes: 1, most: 9, lanesApart });
    const all = Array.from({ length: 9 }, (_, i) => batches.add(i).catch((error: Error) => error));
    return Promise.all(all);
  }

  it('because one item waits for a lock lets the others through while that one still waits', async () => {
    let letGo = () => {};
    const locked = new Promise<void>((resolve) => (letGo = resolve));
    let left = 8;
    const run = async (items: number[]): Promise<number[]> => {
      if (items.length > 1) throw timedOut;
      if (items[0] === 2) {
        await locked;
        throw timedOut;
      }
      if (--left === 0) letGo();
      return items;
    };
    expect(await settled(run)).toEqual([0, 1, timedOut, 3, 4, 5, 6, 7, 8]);
  });

  it('because all wait for a lock fails for all within one more wait', async () => {
    const [sizes, waits]: [number[], (() => void)[]] = [[], []];
    const run = (items: number[]): Promise<number[]> => {
      sizes.push(items.length);
      if (items.length > 1) return Promise.reject(timedOut);
      const waiting = new Promise<number[]>((_, reject) => waits.push(() => reject(timedOut)));
      // None of the four is over before all of them have begun.
      if (waits.length === 4) for (const end of waits) end();
      return waiting;
    };
    expect(await settled(run)).toEqual(Array.from({ length: 9 }, () => timedOut));
    expect(sizes).toEqual([9, 1, 1, 1, 1]);
  });

  it('because the database has gone fails for all at once', async () => {
    const sizes: number[] = [];
    const run = (items: number[]): Promise<number[]> => (sizes.push(items.length), Promise.reject(gone));
    expect(await settled(run)).toEqual(Array.from({ length: 9 }, () => gone));
    expect(sizes).toEqual([9]);
  });

  it('because of one item fails for that one, and for the rest only if the database goes meanwhile', async () => {
    const refusing = (items: number[]): Promise<number[]> => (items.includes(3) ? Promise.reject(broken) : Promise.resolve(items));
    expect(await settled(refusing)).toEqual([0, 1, 2, broken, 4, 5, 6, 7, 8]);
    const going = (items: number[]): Promise<number[]> => (items[0] === 5 ? Promise.reject(gone) : refusing(items));
    expect(await settled(going)).toEqual([0, 1, 2, broken, 4, gone, gone, gone, gone]);
  });
});

describe('a statement that is not answered', () => {
  let release = (_: number[]) => {};
  const stuck = new Promise<number[]>((resolve) => (release = resolve));
  // Patience runs by a timer for as long as an answer is due, and would keep the test process alive.
  afterAll(() => release([]));

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
