import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NEVER, WinnerTree } from './winner-tree.js';

describe('the winner tree', () => {
  it('always has the earliest event, and of equal ones that of the lowest slot', () => {
    const change = fc.record({ slot: fc.nat(299), time: fc.oneof(fc.constantFrom(0, 1, 2, 3, NEVER), fc.double({ min: 0, noNaN: true })) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.array(change, { maxLength: 200 }), (slots, changes) => {
        const tree = new WinnerTree(slots);
        const times = new Array<number>(slots).fill(NEVER);
        for (const { slot, time } of changes) {
          const at = slot % slots;
          if (time < times[at]) tree.moveEarlier(at, time);
          else tree.set(at, time);
          times[at] = time;
          const earliest = Math.min(...times);
          expect(tree.timeSec[1]).toBe(earliest);
          if (earliest < NEVER) expect(tree.winner[1]).toBe(times.indexOf(earliest));
          expect(tree.timeOf(at)).toBe(time);
        }
      }),
    );
  });
});
