import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Parts, toParts, type Part } from './parts.js';
import { MAX_PACKED_BYTES, PART_LENGTH } from './protocol.js';
import { readFromAgent } from './read-frame.js';

const noise = (bytes: number): string => randomBytes(bytes).toString('base64');
const together = (parts: readonly Part[], into = new Parts()): (string | null)[] => parts.map((part) => into.add(part));

describe('a message in parts', () => {
  it('is put together as it was, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(together(toParts(text) ?? [])).toEqual([text]);
      }),
    );
  });

  it('is cut so that each is a frame, and follows the one before it', () => {
    const into = new Parts();
    for (const text of [noise(3 * PART_LENGTH), noise(PART_LENGTH)]) {
      const parts = toParts(text) ?? [];
      expect(parts.length).toBeGreaterThan(1);
      for (const part of parts) expect(readFromAgent(Buffer.from(JSON.stringify(part)))).toEqual({ ok: true, value: part });
      expect(together(parts, into)).toEqual([...parts.slice(1).map(() => null), text]);
    }
  });

  it('is refused where it is damaged or too long, and the next one is not', () => {
    const into = new Parts();
    expect(() => into.add({ type: 'part', data: 'AAAA', last: true })).toThrow();
    const endless: Part = { type: 'part', data: 'A'.repeat(PART_LENGTH), last: false };
    const most = Math.floor(MAX_PACKED_BYTES / ((PART_LENGTH * 3) / 4));
    for (let i = 0; i < most; i++) expect(into.add(endless)).toBeNull();
    expect(() => into.add(endless)).toThrow(/at most/);
    expect(together(toParts('{"type":"workload"}') ?? [], into)).toEqual(['{"type":"workload"}']);
  });
});
