import type { SimulationRecord } from '../lifecycle/simulation-record.js';
import type { Status } from '../lifecycle/status.js';

/** One attempt of the present run: from the claim of a pending simulation to its end, whoever ran it meanwhile. */
export interface Attempt {
  attempt: number;
  /** The last that ran it. */
  runner: string | null;
  started_at: string;
  ended_at: string | null;
  /** Null while it goes on; `retried` where it failed and was put back. */
  outcome: Exclude<Status, 'pending' | 'running' | 'paused'> | 'retried' | null;
  /** Why it failed. */
  error: string | null;
  /** When it may be tried again, where it was put back. */
  next_attempt_at: string | null;
}

/** The attempts of the present run, told from its transitions. */
export function attempts({ run, transitions }: Pick<SimulationRecord, 'run' | 'transitions'>): Attempt[] {
  const made: Attempt[] = [];
  for (const { from, to, at, reason, runner, nextAttemptAt } of transitions.filter((transition) => transition.run === run)) {
    const current = made.at(-1);
    if (from === 'pending' && to === 'running') {
      const attempt = made.length + 1;
      made.push({ attempt, runner, started_at: at.toISOString(), ended_at: null, outcome: null, error: null, next_attempt_at: null });
    } else if (current?.outcome === null) {
      if (runner !== null) current.runner = runner;
      if (to === 'running' || to === 'paused') continue;
      current.ended_at = at.toISOString();
      current.outcome = to === 'pending' ? 'retried' : to;
      current.error = to === 'pending' || to === 'failed' ? reason : null;
      current.next_attempt_at = nextAttemptAt?.toISOString() ?? null;
    }
  }
  return made;
}
