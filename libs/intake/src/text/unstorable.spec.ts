import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findUnstorable, isStorable, mayBeUnstorable } from './unstorable.js';

const NASTY = fc.constantFrom('\0', '\ud800', '\udfff', 'a\0b', '\udc00\ud800');

describe('text that cannot be stored', () => {
  it.each<[unknown, string]>([
    ['\0', ''],
    [{ labels: { 'a\0': 'x' } }, '/labels'],
    [{ labels: { a: 'x\0' } }, '/labels/a'],
    [{ ids: ['a', '\ud800'] }, '/ids/1'],
    [[[{ '\udfff': 1 }]], '/0/0'],
  ])('is found in %j', (value, pointer) => {
    expect(findUnstorable(value)).toMatchObject({ pointer });
  });

  it('is found wherever it is, by its name or its value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), NASTY, fc.boolean(), (value, nasty, isName) => {
        const holder = { before: 1, list: [value, isName ? { [nasty]: value } : nasty] };
        expect(findUnstorable(holder)?.pointer.startsWith('/list/')).toBe(true);
        expect(mayBeUnstorable(JSON.stringify(holder))).toBe(true);
        expect(mayBeUnstorable(Buffer.from(JSON.stringify(holder)))).toBe(true);
      }),
    );
  });

  it('is none of what is Unicode without NUL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isStorable(text)).toBe(!text.includes('\0'));
        expect(findUnstorable({ [text]: [text] }) === null).toBe(isStorable(text));
      }),
    );
  });
});
