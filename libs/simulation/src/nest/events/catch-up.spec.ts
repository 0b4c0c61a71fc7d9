import { expect, it } from '@jest/globals';
import type { EventPage, EventQuery, EventStore } from '../../ports/event-store.js';
import { CatchUp } from './catch-up.js';
import { EventReader } from './event-reader.js';

it('reads nothing for readers that have left, so that the next one has its turn at once', async () => {
  const reads: { query: EventQuery; answer: (page: EventPage) => void }[] = [];
  const events = (query: EventQuery) => new Promise<EventPage>((answer) => reads.push({ query, answer }));
  const catchUp = new CatchUp({ events } as unknown as EventStore, () => 10);
  const sink = { write: () => true, end: () => undefined };
  const reader = (after: number) => new EventReader({ simIds: null, types: new Set(['log']) }, after, sink, 'the same client');
  const leaving = Array.from({ length: 100 }, () => reader(0));
  const gone = leaving.map((one) => catchUp.run(one));
  for (const one of leaving) one.close();
  const next = reader(7);
  const ready = catchUp.run(next);
  // Two were being read for when they left.
  expect(reads.map(({ query }) => query.after)).toEqual([0, 0]);
  for (const { answer } of reads) answer({ events: [], more: false });
  await Promise.allSettled(gone);
  expect(reads.map(({ query }) => query.after)).toEqual([0, 0, 7]);
  reads[2].answer({ events: [], more: false });
  await ready;
  expect(next.state).toBe('ready');
});
