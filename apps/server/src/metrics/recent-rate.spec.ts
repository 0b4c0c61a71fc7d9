import { describe, expect, it } from '@jest/globals';
import { RecentRate } from './recent-rate.js';

describe('a recent rate', () => {
  it('is that of the last ten whole seconds', () => {
    let nowMs = 123_400;
    const rate = new RecentRate(() => nowMs);
    rate.add(500);
    rate.add(500);
    expect(rate.perSec).toBe(0);
    nowMs += 1000;
    expect(rate.perSec).toBe(100);
    rate.add(200);
    nowMs += 1000;
    expect(rate.perSec).toBe(120);
    nowMs += 7600;
    expect(rate.perSec).toBe(120);
    nowMs += 1000;
    expect(rate.perSec).toBe(20);
    nowMs += 1000;
    expect(rate.perSec).toBe(0);
  });

  it('forgets all after a long while', () => {
    let nowMs = 0;
    const rate = new RecentRate(() => nowMs);
    rate.add(1000);
    nowMs = 3_600_000;
    expect(rate.perSec).toBe(0);
    rate.add(10);
    nowMs += 1000;
    expect(rate.perSec).toBe(1);
  });
});
