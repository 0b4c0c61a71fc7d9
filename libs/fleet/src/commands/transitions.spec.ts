import { describe, expect, it } from '@jest/globals';
import { COMMAND_STATES, type CommandState, CONCLUSIONS, FINAL_STATES } from './states.js';
import { COMMAND_TRANSITIONS, statesBefore } from './transitions.js';

describe('the table of command states', () => {
  it('reaches every state from the queue', () => {
    const reached = new Set<CommandState>(['queued']);
    for (let size = 0; size !== reached.size;) {
      size = reached.size;
      for (const { from, to } of COMMAND_TRANSITIONS) if (reached.has(from)) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...COMMAND_STATES].sort());
  });

  it('has one outcome for each event in each state, and none that makes an ended command an open one', () => {
    const keys = COMMAND_TRANSITIONS.map(({ from, event }) => `${from} ${event}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { from, to } of COMMAND_TRANSITIONS) expect(FINAL_STATES.includes(from) && !FINAL_STATES.includes(to)).toBe(false);
  });

  it('takes the word of an agent in every state that is not final, and for what the server has concluded without it', () => {
    const open = COMMAND_STATES.filter((state) => !FINAL_STATES.includes(state));
    for (const outcome of ['succeeded', 'failed', 'rejected', 'timed_out', 'cancelled'] as const) {
      expect(statesBefore(`report_${outcome}`).sort()).toEqual([...open, ...CONCLUSIONS].sort());
    }
    const moved = COMMAND_TRANSITIONS.filter(({ from }) => FINAL_STATES.includes(from));
    expect(moved.filter(({ event }) => !event.startsWith('report_'))).toEqual([]);
  });

  it('leads from every state that is not final to one that is', () => {
    for (const state of COMMAND_STATES.filter((s) => !FINAL_STATES.includes(s))) {
      expect(COMMAND_TRANSITIONS.some(({ from, to }) => from === state && FINAL_STATES.includes(to))).toBe(true);
    }
  });
});
