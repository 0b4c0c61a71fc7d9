import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@skein/problem';
import { STATUSES, TERMINAL, type Status } from './status.js';
import { step, TRANSITIONS } from './transitions.js';

describe('the lifecycle table', () => {
  it('reaches every status from submission', () => {
    const reached = new Set<Status | null>([null]);
    for (let size = 0; size !== reached.size;) {
      size = reached.size;
      for (const { from, to } of TRANSITIONS) if (reached.has(from)) reached.add(to);
    }
    expect([...reached].filter((status) => status !== null).sort()).toEqual([...STATUSES].sort());
  });

  it('has one outcome for each event in each status', () => {
    const keys = TRANSITIONS.map(({ from, event }) => `${from} ${event}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('leaves a terminal status only by a restart', () => {
    for (const { from, event } of TRANSITIONS) if (from && TERMINAL.includes(from)) expect(event).toBe('restart');
  });

  it('brings a simulation back as what it was, and only where a runner can be lost', () => {
    const recoveries = TRANSITIONS.filter(({ event }) => event === 'recover');
    expect(recoveries.map(({ from }) => from).sort()).toEqual(['paused', 'running']);
    for (const { from, to } of recoveries) expect(to).toBe(from);
  });

  it('leads into the same status again by a recovery alone', () => {
    for (const { from, event, to } of TRANSITIONS) if (from === to) expect(event).toBe('recover');
  });

  it('lets whatever a runner may hold fail', () => {
    for (const status of ['running', 'paused'] as const) expect(step(status, 'fail', 'its runner was lost').to).toBe('failed');
  });

  it('never leaves a simulation stuck: from every status that is not terminal a stop is possible', () => {
    for (const status of STATUSES.filter((s) => !TERMINAL.includes(s))) expect(step(status, 'stop', 'asked').to).toBe('stopped');
  });
});

describe('step', () => {
  it('gives the move with its reason', () => {
    expect(step('running', 'finish', 'simulated to the end')).toEqual({ from: 'running', to: 'done', reason: 'simulated to the end' });
  });

  it('refuses what the table does not have, naming where it is possible', () => {
    const illegal = () => step('pending', 'restart', 'asked');
    expect(illegal).toThrow(DomainError);
    expect(illegal).toThrow(/stopped, done, failed/);
  });
});
