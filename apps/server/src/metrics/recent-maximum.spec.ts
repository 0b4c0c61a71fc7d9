import { describe, expect, it } from '@jest/globals';
import { RecentMaximum } from './recent-maximum.js';

describe('a recent maximum', () => {
  it('stays for one window at least and two at most', () => {
    let nowMs = 500;
    const maximum = new RecentMaximum(1000, () => nowMs);
    expect(maximum.value).toBe(0);
    maximum.add(7);
    maximum.add(3);
    expect(maximum.value).toBe(7);
    nowMs = 1999;
    expect(maximum.value).toBe(7);
    maximum.add(2);
    nowMs = 2000;
    expect(maximum.value).toBe(2);
    nowMs = 60_000;
    expect(maximum.value).toBe(0);
  });
});
