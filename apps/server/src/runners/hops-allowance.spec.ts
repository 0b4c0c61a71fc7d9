import { expect, it } from '@jest/globals';
import { HopsAllowance } from './hops-allowance.js';

it('a machine cannot report more work than a machine can do in the time', () => {
  const allowance = new HopsAllowance(0);
  expect(allowance.take(1e12, 0)).toBe(false);
  let nowMs = 0;
  let taken = 0;
  for (; nowMs < 60_000; nowMs += 250) if (allowance.take(1e9, nowMs)) taken += 1e9;
  expect(taken).toBeLessThanOrEqual(70e9);
  expect(taken).toBeGreaterThanOrEqual(60e9);
  // What any machine does is within it, however long it is reported.
  for (let i = 0; i < 1000; i++) expect(allowance.take(50e6, (nowMs += 250))).toBe(true);
});
