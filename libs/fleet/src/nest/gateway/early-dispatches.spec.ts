import { describe, expect, it } from '@jest/globals';
import type { Dispatch } from '../../commands/command-record.js';
import { EarlyDispatches } from './early-dispatches.js';

const dispatch = (commandId: string, epoch: number, agentId = 'a'): Dispatch => ({
  commandId,
  agentId,
  seq: 1,
  epoch,
  command: 'echo',
  args: null,
  timeoutSec: null,
  waitedSec: 0,
});
const ids = (dispatches: Dispatch[]) => dispatches.map(({ commandId }) => commandId);

describe('commands for a connection that is not open yet', () => {
  it('wait for it, in order, and are given once', () => {
    const early = new EarlyDispatches();
    for (const one of [dispatch('1', 2), dispatch('2', 2), dispatch('x', 2, 'b')]) early.put(one);
    expect(ids(early.take('a', 2))).toEqual(['1', '2']);
    expect(early.take('a', 2)).toEqual([]);
    expect(ids(early.take('b', 2))).toEqual(['x']);
  });

  it('are not those of an older connection, nor given to one', () => {
    const early = new EarlyDispatches();
    early.put(dispatch('1', 2));
    early.put(dispatch('2', 3));
    early.put(dispatch('late', 2));
    expect(early.take('a', 2)).toEqual([]);
    expect(ids(early.take('a', 3))).toEqual(['2']);
    early.put(dispatch('4', 4));
    expect(early.take('a', 5)).toEqual([]);
  });
});
