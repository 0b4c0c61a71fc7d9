import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Minutely } from './minutely.js';

describe('what is said once a minute', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('is said at once, then with its count, then at once again after a quiet minute', () => {
    const minutely = new Minutely();
    const said: number[] = [];
    const happen = (times: number) => {
      for (let i = 0; i < times; i++) minutely.note('a', (count) => said.push(count));
    };
    happen(5);
    expect(said).toEqual([1]);
    jest.advanceTimersByTime(60_000);
    expect(said).toEqual([1, 4]);
    jest.advanceTimersByTime(120_000);
    happen(1);
    expect(said).toEqual([1, 4, 1]);
  });

  it('is told apart by subject, up to a thousand of them', () => {
    const minutely = new Minutely();
    let said = 0;
    for (let i = 0; i < 5_000; i++) minutely.note(`agent ${i}`, () => (said += 1));
    expect(said).toBe(1_001);
    jest.advanceTimersByTime(60_000);
    expect(said).toBe(1_002);
  });
});
