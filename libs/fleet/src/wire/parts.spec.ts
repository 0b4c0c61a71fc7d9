import { randomBytes } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Piece } from '../ports/large-messages.js';
import { Parts, recognizePart, toParts, type Part } from './parts.js';
import { MAX_PACKED_BYTES, PART_LENGTH } from './protocol.js';
import { readFromAgent } from './read-frame.js';

const noise = (bytes: number): string => randomBytes(bytes).toString('base64');
const bytesOf = ({ bytes, isBase64 }: Piece): Buffer =>
  isBase64 ? Buffer.from(Buffer.from(bytes).toString(), 'base64') : Buffer.from(bytes);
const textOf = (pieces: Piece[] | null): string | null => pieces && inflateSync(Buffer.concat(pieces.map(bytesOf))).toString();
const frameOf = (part: Part): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(JSON.stringify(part)));
const together = (parts: readonly Part[], into = new Parts()): (string | null)[] => parts.map((part) => textOf(into.add(part)));

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

  it('is the same where its parts are recognized, or some of them, or where they are tiny', () => {
    const text = noise(2 * PART_LENGTH);
    const [packed] = [deflateSync(text).toString('base64')];
    const into = new Parts();
    for (const length of [PART_LENGTH, 4 * 1001, 4]) {
      const parts: Part[] = [];
      const end = length === 4 ? 40_000 : packed.length;
      const data = length === 4 ? deflateSync(text.slice(0, 20_000)).toString('base64').slice(0, end) : packed;
      for (let from = 0; from < data.length; from += length) {
        parts.push({ type: 'part', data: data.slice(from, from + length), last: from + length >= data.length });
      }
      const last = parts.map((part, i) => (i % 3 ? into.add(part) : into.addRaw(recognizePart(frameOf(part))!))).at(-1);
      expect(textOf(last ?? null)).toBe(length === 4 ? text.slice(0, 20_000) : text);
      expect(into.held).toBe(0);
    }
  });

  it('takes about as much memory as it has bytes, however small its parts are', () => {
    const into = new Parts();
    for (let i = 0; i < 100_000; i++) into.add({ type: 'part', data: 'AAAA', last: false });
    expect(into.held).toBeGreaterThanOrEqual(300_000);
    expect(into.held).toBeLessThan(400_000);
  });

  it('is not recognized where it is written in another way', () => {
    const others = ['{"type":"part","last":true,"data":"AAAA"}', '{"type":"part","data":"AAAA","last":1}', '{"type":"parts"}', ''];
    for (const text of others) expect(recognizePart(new Uint8Array(Buffer.from(text)))).toBeNull();
    expect(recognizePart(frameOf({ type: 'part', data: 'A'.repeat(PART_LENGTH + 1), last: true }))).toBeNull();
  });

  it('is refused where it is too long, and the next one is not', () => {
    const into = new Parts();
    const endless: Part = { type: 'part', data: 'A'.repeat(PART_LENGTH), last: false };
    const most = Math.floor(MAX_PACKED_BYTES / ((PART_LENGTH * 3) / 4));
    for (let i = 0; i < most; i++) expect(into.add(endless)).toBeNull();
    expect(() => into.add(endless)).toThrow(/at most/);
    expect(together(toParts('{"type":"workload"}') ?? [], into)).toEqual(['{"type":"workload"}']);
  });
});
