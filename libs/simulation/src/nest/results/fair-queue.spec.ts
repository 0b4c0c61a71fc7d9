import { describe, expect, it } from '@jest/globals';
import { FairQueue } from './fair-queue.js';

/** Work that is done when it is told to be, and the order in which it began. */
function bench(lanes = 1, perClient = 100, waiting = 100) {
  const queue = new FairQueue({ lanes, perClient, waiting, what: 'this' });
  const begun: string[] = [];
  const done: (() => void)[] = [];
  const add = (client: string, signal: AbortSignal | null = null): Promise<void> =>
    queue.run(client, signal, () => {
      begun.push(client);
      return new Promise((resolve) => done.push(resolve));
    });
  /** Ends what began first of all that goes on, and lets the next one begin. */
  const end = async (): Promise<void> => {
    done.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, begun, add, end };
}

describe('a fair queue', () => {
  it('does as much at once as it has lanes, and what waits client by client', async () => {
    const { begun, add, end } = bench(2);
    for (const client of ['a', 'a', 'a', 'a', 'b', 'a', 'c', 'b']) void add(client);
    expect(begun).toEqual(['a', 'a']);
    for (let i = 0; i < 8; i++) await end();
    expect(begun.slice(2)).toEqual(['a', 'b', 'c', 'a', 'b', 'a']);
  });

  it('never begins what is waited for by nobody any more', async () => {
    const { queue, begun, add, end } = bench();
    const leaving = new AbortController();
    void add('first');
    const gone = Array.from({ length: 5 }, () => add('gone', leaving.signal));
    void add('next');
    leaving.abort(new Error('left'));
    for (const outcome of await Promise.allSettled(gone))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'left' } });
    expect(queue.waiting).toBe(1);
    await end();
    expect(begun).toEqual(['first', 'next']);
    await expect(add('late', leaving.signal)).rejects.toThrow('left');
  });

  it('refuses what would wait beyond its bounds, and takes more when there is room', async () => {
    const { add, end } = bench(1, 2, 3);
    void add('a');
    void add('a');
    void add('a');
    await expect(add('a')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('2 requests of one client') });
    void add('b');
    await expect(add('c')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('3 requests wait for this') });
    await end();
    void add('c');
  });

  it('goes on after work that fails', async () => {
    const queue = new FairQueue({ lanes: 1, perClient: 9, waiting: 9, what: 'this' });
    const failing = queue.run('a', null, () => Promise.reject(new Error('failed')));
    const next = queue.run('a', null, () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('failed');
    expect(await next).toBe('done');
  });
});
