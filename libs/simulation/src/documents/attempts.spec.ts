import { describe, expect, it } from '@jest/globals';
import type { TransitionRecord } from '../lifecycle/simulation-record.js';
import type { Status } from '../lifecycle/status.js';
import { attempts } from './attempts.js';

let second = 0;
function moved(from: Status | null, to: Status, rest: Partial<TransitionRecord> = {}): TransitionRecord {
  return { run: 1, from, to, at: new Date(Date.UTC(2026, 0, 1, 0, 0, second++)), reason: '', runner: null, nextAttemptAt: null, ...rest };
}

describe('the attempts of a run', () => {
  it('are none before it is claimed', () => {
    expect(attempts({ run: 1, transitions: [moved(null, 'pending')] })).toEqual([]);
  });

  it('last from claim to end, pauses and recoveries included, and name who ran it last', () => {
    const transitions = [
      moved(null, 'pending'),
      moved('pending', 'running', { runner: 'a' }),
      moved('running', 'paused'),
      moved('paused', 'paused', { runner: 'b' }),
      moved('paused', 'running'),
      moved('running', 'done'),
    ];
    expect(attempts({ run: 1, transitions })).toEqual([
      {
        attempt: 1,
        runner: 'b',
        started_at: transitions[1].at.toISOString(),
        ended_at: transitions[5].at.toISOString(),
        outcome: 'done',
        error: null,
        next_attempt_at: null,
      },
    ]);
  });

  it('tell why one failed and when the next may begin, and leave earlier runs out', () => {
    const nextAttemptAt = new Date('2026-01-01T00:05:00Z');
    const transitions = [
      moved('pending', 'running', { runner: 'a' }),
      moved('running', 'stopped'),
      moved('pending', 'running', { run: 2, runner: 'a' }),
      moved('running', 'pending', { run: 2, reason: 'no memory', nextAttemptAt }),
      moved('pending', 'running', { run: 2, runner: 'b' }),
      moved('running', 'failed', { run: 2, reason: 'no memory again' }),
    ];
    expect(attempts({ run: 2, transitions })).toMatchObject([
      { attempt: 1, runner: 'a', outcome: 'retried', error: 'no memory', next_attempt_at: nextAttemptAt.toISOString() },
      { attempt: 2, runner: 'b', outcome: 'failed', error: 'no memory again', next_attempt_at: null },
    ]);
  });
});
