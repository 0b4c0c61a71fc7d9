import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WakeHeap, type Waking } from './wake-heap.js';

const items = fc
  .array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 })
  .map((times) => times.map((wakeMs): Waking => ({ wakeMs, place: -1 })));

describe('WakeHeap', () => {
  it('hands out what is left in order of time, whatever was taken from its middle', () => {
    fc.assert(
      fc.property(items, fc.array(fc.nat()), (all, picks) => {
        const heap = new WakeHeap<Waking>();
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
          order.push(first.wakeMs);
        }
        expect(order).toEqual([...left].map(({ wakeMs }) => wakeMs).sort((a, b) => a - b));
      }),
    );
  });

  it('takes back what was taken out', () => {
    const heap = new WakeHeap<Waking>();
    const item = { wakeMs: 2, place: -1 };
    heap.add(item);
    heap.remove(item);
    item.wakeMs = 1;
    heap.add({ wakeMs: 3, place: -1 });
    heap.add(item);
    expect(heap.first).toBe(item);
  });
});
