import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { inflateWithin } from './inflate-within.js';

const BUDGET = { bytes: 1_000_000, tokens: 100_000, depth: 10 };

describe('deflated text', () => {
  it('is inflated where it keeps within its budget', async () => {
    const text = Buffer.from(JSON.stringify({ list: Array.from({ length: 10_000 }, (_, i) => i) }));
    expect(await inflateWithin(deflateSync(text), BUDGET)).toEqual({ ok: true, text });
  });

  it.each([
    ['bytes', ' '.repeat(300_000_000)],
    ['tokens', '{},'.repeat(1_000_000)],
    ['depth', '['.repeat(1_000_000)],
  ])('is left where it exceeds the %s of its budget', async (what, text) => {
    const packed = deflateSync(text);
    const before = process.memoryUsage.rss();
    expect(await inflateWithin(packed, BUDGET)).toMatchObject({ ok: false, overrun: { what } });
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024);
  });

  it.each([
    ['no deflated data', Buffer.from('{"type":"done"}')],
    ['cut short', deflateSync('x'.repeat(1000)).subarray(0, 10)],
    ['empty', Buffer.alloc(0)],
  ])('is refused where it is %s', async (_, packed) => {
    expect(await inflateWithin(packed, BUDGET)).toEqual({ ok: false, overrun: null });
  });
});
