import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Wake, WakeHeap } from './wake-heap.js';

function wake(atMs: number): Wake<null> {
  return Object.assign(new Wake(null), { atMs });
}

const items = fc.array(fc.integer({ min: 0, max: 50 }).map(wake), { maxLength: 60 });

describe('WakeHeap', () => {
  it('hands out what is left in order of time, whatever was taken from its middle', () => {
    fc.assert(
      fc.property(items, fc.array(fc.nat()), (all, picks) => {
        const heap = new WakeHeap<null>();
        for (const item of all) heap.add(item);
        const left = new Set(all);
        for (const pick of picks) {
          const item = all[pick % all.length];
          if (!item) continue;
          heap.remove(item);
          left.delete(item);
        }
        const order: number[] = [];
        for (let first = heap.first; first; first = heap.first) {
          heap.remove(first);
          order.push(first.atMs);
        }
        expect(order).toEqual([...left].map(({ atMs }) => atMs).sort((a, b) => a - b));
      }),
    );
  });

  it('takes back what was taken out', () => {
    const heap = new WakeHeap<null>();
    const item = wake(2);
    heap.add(item);
    heap.remove(item);
    item.atMs = 1;
    heap.add(wake(3));
    heap.add(item);
    heap.add(item);
    expect(heap.first).toBe(item);
  });
});
