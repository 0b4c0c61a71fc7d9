import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StagedMap } from './staged-map.js';

const id = fc.constantFrom('a', 'b', 'c', 'd');
const command = fc.oneof(fc.record({ set: id, value: fc.nat(9) }), fc.record({ delete: id }));

describe('changes staged to a map', () => {
  it('are seen, in order, just as a map shows them; the map itself has them when they are committed', () => {
    fc.assert(
      fc.property(fc.uniqueArray(id), fc.array(command), (first, commands) => {
        const base = new Map(first.map((name, index): [string, number] => [name, index]));
        const model = new Map(base);
        const before = [...base];
        const staged = new StagedMap(base);
        for (const each of commands) {
          if ('set' in each) {
            model.set(each.set, each.value);
            staged.set(each.set, each.value);
          } else {
            model.delete(each.delete);
            staged.delete(each.delete);
          }
          expect([...staged.keys()]).toEqual([...model.keys()]);
          expect([...staged.values()]).toEqual([...model.values()]);
          expect(staged.size).toBe(model.size);
          for (const name of ['a', 'b', 'c', 'd']) {
            expect(staged.get(name)).toBe(model.get(name));
            expect(staged.has(name)).toBe(model.has(name));
          }
        }
        expect([...base]).toEqual(before);
        staged.commit();
        expect([...base]).toEqual([...model]);
      }),
    );
  });
});
