import { expect, it } from '@jest/globals';
import type { Connection } from './connection.js';
import { MessageMemory, MOST_BYTES } from './message-memory.js';

const connection = (agentId: string) => ({ agentId }) as Connection;

it('where all connections hold too much together, the one with the most has to go, whoever came last', () => {
  const memory = new MessageMemory();
  const [large, small, last] = ['large', 'small', 'last'].map(connection);
  expect(memory.note(large, MOST_BYTES / 2)).toBeNull();
  expect(memory.note(small, MOST_BYTES / 4)).toBeNull();
  expect(memory.note(last, MOST_BYTES / 4)).toBeNull();
  expect(memory.note(last, MOST_BYTES / 4 + 1)).toBe(large);
  memory.forget(large);
  expect(memory.bytes).toBe(MOST_BYTES / 2 + 1);
  for (const one of [small, last]) memory.note(one, 0);
  expect(memory.bytes).toBe(0);
});
