import { describe, expect, it } from '@jest/globals';
import type { LogEntry } from '@skein/runner';
import { MOST_ENTRIES, Outbox } from './outbox.js';

const A = { sim_id: 'a', epoch: 1 };
const B = { sim_id: 'b', epoch: 1 };
const entries = (numbers: number[]) => numbers.map((number) => ({ number }) as unknown as LogEntry);
const snapshot = (at_sec: number) => ({ at_sec, edits_made: 0, deflated: new Uint8Array([at_sec]) });

describe('reports that wait for a connection', () => {
  it('are what was said in its order, the newest snapshot, the newest progress', () => {
    const outbox = new Outbox();
    for (const sec of [1, 2, 3]) {
      outbox.add({ type: 'log', ...A, entries: entries([2 * sec, 2 * sec + 1]) });
      outbox.add({ type: 'snapshot', ...A, snapshot: snapshot(sec) });
      outbox.moved({ ...A, simulated_sec: sec, ...(sec < 3 && { routed: 0.5 }) });
    }
    outbox.moved({ ...B, simulated_sec: 9, routed: 0.25 });
    expect(outbox.take()).toEqual([
      { type: 'log', ...A, entries: entries([2, 3, 4, 5, 6, 7]) },
      { type: 'snapshot', ...A, snapshot: snapshot(3) },
      {
        type: 'progress',
        moved: [
          { ...A, simulated_sec: 3 },
          { ...B, simulated_sec: 9, routed: 0.25 },
        ],
      },
    ]);
    expect(outbox.isEmpty).toBe(true);
  });

  it('end with the end, behind all that was said', () => {
    const outbox = new Outbox();
    const done = { type: 'done', ...A, simulated_sec: 4, results: '{}' } as const;
    outbox.moved({ ...A, simulated_sec: 3 });
    outbox.add(done);
    outbox.add({ type: 'log', ...A, entries: entries([1]) });
    expect(outbox.take()).toEqual([{ type: 'log', ...A, entries: entries([1]) }, done]);
  });

  it('are those of the newest epoch', () => {
    const outbox = new Outbox();
    outbox.moved({ ...A, simulated_sec: 3 });
    outbox.moved({ ...A, epoch: 2, simulated_sec: 1 });
    outbox.moved({ ...A, simulated_sec: 4 });
    expect(outbox.take()).toEqual([{ type: 'progress', moved: [{ ...A, epoch: 2, simulated_sec: 1 }] }]);
  });

  it('have a limit to what was said, which forgetting a simulation makes room in', () => {
    const outbox = new Outbox();
    const most = entries(Array.from({ length: MOST_ENTRIES }, (_, i) => i));
    expect(outbox.add({ type: 'log', ...A, entries: most })).toBe(true);
    expect(outbox.add({ type: 'log', ...B, entries: entries([1]) })).toBe(false);
    outbox.forget(A);
    expect(outbox.add({ type: 'log', ...B, entries: entries([1]) })).toBe(true);
    expect(outbox.take()).toEqual([{ type: 'log', ...B, entries: entries([1]) }]);
  });
});
