import { DomainError } from '@skein/problem';
import type { Status } from './status.js';

export type LifecycleEvent = 'submit' | 'claim' | 'pause' | 'resume' | 'stop' | 'restart' | 'finish' | 'fail' | 'retry' | 'recover';

/** Every move a simulation can make; what is not listed cannot happen. */
export const TRANSITIONS: readonly { from: Status | null; event: LifecycleEvent; to: Status }[] = [
  { from: null, event: 'submit', to: 'pending' },
  { from: 'pending', event: 'claim', to: 'running' },
  { from: 'pending', event: 'stop', to: 'stopped' },
  { from: 'running', event: 'pause', to: 'paused' },
  { from: 'running', event: 'stop', to: 'stopped' },
  { from: 'running', event: 'finish', to: 'done' },
  { from: 'running', event: 'fail', to: 'failed' },
  { from: 'running', event: 'retry', to: 'pending' },
  { from: 'running', event: 'recover', to: 'running' },
  { from: 'paused', event: 'resume', to: 'running' },
  { from: 'paused', event: 'stop', to: 'stopped' },
  { from: 'paused', event: 'recover', to: 'paused' },
  { from: 'paused', event: 'fail', to: 'failed' },
  { from: 'stopped', event: 'restart', to: 'pending' },
  { from: 'done', event: 'restart', to: 'pending' },
  { from: 'failed', event: 'restart', to: 'pending' },
];

/** One entry of a simulation's history. */
export interface Step {
  from: Status | null;
  to: Status;
  reason: string;
}

/**
 * The step that `event` takes from `from`.
 * @throws DomainError `illegal_transition` where the table has none.
 */
export function step(from: Status | null, event: LifecycleEvent, reason: string): Step {
  const move = TRANSITIONS.find((row) => row.from === from && row.event === event);
  if (move) return { from, to: move.to, reason };
  const allowed = TRANSITIONS.filter((row) => row.event === event).map((row) => row.from ?? 'nothing');
  throw new DomainError(
    'illegal_transition',
    `A ${from ?? 'new'} simulation does not ${event}; that is possible from ${allowed.join(', ')}.`,
  );
}
