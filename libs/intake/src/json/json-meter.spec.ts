import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonMeter } from './json-meter.js';

const UNBOUNDED = { bytes: Infinity, tokens: Infinity, depth: Infinity };

function membersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, member) => sum + membersIn(member), own);
}

describe('the measure of a text', () => {
  it('counts what parsing it gives', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const meter = new JsonMeter(UNBOUNDED);
        expect(meter.add(Buffer.from(text))).toBeNull();
        expect(meter.members).toBe(membersIn(JSON.parse(text)));
      }),
    );
  });

  it('is the same in whatever pieces the text comes', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 1, max: 7 }), (text, length) => {
        const bytes = Buffer.from(text);
        const whole = new JsonMeter(UNBOUNDED);
        whole.add(bytes);
        const cut = new JsonMeter(UNBOUNDED);
        for (let from = 0; from < bytes.length; from += length) cut.add(bytes.subarray(from, from + length));
        expect(cut).toEqual(whole);
      }),
    );
  });

  it('ends at the piece that exceeds the budget', () => {
    const meter = new JsonMeter({ bytes: 10, tokens: 5, depth: 3 });
    expect(meter.add(Buffer.from('[[[1,'))).toBeNull();
    expect(meter.add(Buffer.from('2,3'))).toBeNull();
    expect(meter.add(Buffer.from(',4'))).toEqual({ what: 'tokens', limit: 5 });
    expect(new JsonMeter({ bytes: 10, tokens: 5, depth: 3 }).add(Buffer.from('[[[['))).toEqual({ what: 'depth', limit: 3 });
    expect(new JsonMeter({ bytes: 10, tokens: 5, depth: 3 }).add(Buffer.alloc(11))).toEqual({ what: 'bytes', limit: 10 });
  });
});
