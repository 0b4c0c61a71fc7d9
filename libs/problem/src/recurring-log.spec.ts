import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Minutely } from './minutely.js';
import { RecurringLog } from './recurring-log.js';

it('logs the first of a kind at once, and of what follows the latest with its number', async () => {
  const lines: [string, unknown][] = [];
  const take = (line: unknown, members: unknown): void => void lines.push([String(line), members]);
  const log = new RecurringLog({ warn: take, error: take }, new Minutely(50));
  for (let i = 0; i < 1_000; i++) log.warn('A write failed', new Error(`refused ${i}`), { sim_id: i });
  log.error('A read failed', 'refused');
  expect(lines).toEqual([
    ['A write failed: Error: refused 0', { sim_id: 0 }],
    ['A read failed: refused', {}],
  ]);
  while (lines.length < 3) await delay(5);
  expect(lines[2]).toEqual(['A write failed: Error: refused 999 (999 times in the last minute)', { sim_id: 999, count: 999 }]);
});
