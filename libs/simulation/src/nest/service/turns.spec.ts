import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Turns } from './turns.js';

describe('those who want the same thing', () => {
  it('go one after the other in the order in which they came, whether or not those before succeed', async () => {
    const work = fc.record({ thing: fc.constantFrom('a', 'b'), fails: fc.boolean(), steps: fc.nat({ max: 5 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(work, { maxLength: 20 }), async (works) => {
        const turns = new Turns();
        const busy = new Set<string>();
        const order: number[] = [];
        const outcomes = await Promise.allSettled(
          works.map(({ thing, fails, steps }, i) =>
            turns.take(thing, async () => {
              expect(busy.has(thing)).toBe(false);
              busy.add(thing);
              for (let step = 0; step < steps; step++) await Promise.resolve();
              busy.delete(thing);
              order.push(i);
              if (fails) throw new Error(`${i} failed`);
              return i;
            }),
          ),
        );
        expect(outcomes).toEqual(
          works.map(({ fails }, i) =>
            fails ? { status: 'rejected', reason: new Error(`${i} failed`) } : { status: 'fulfilled', value: i },
          ),
        );
        for (const wanted of ['a', 'b']) {
          const turnsOf = order.filter((i) => works[i]?.thing === wanted);
          expect(turnsOf).toEqual([...turnsOf].sort((x, y) => x - y));
        }
      }),
    );
  });
});
