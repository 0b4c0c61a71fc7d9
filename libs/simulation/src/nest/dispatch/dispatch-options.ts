/** How the dispatcher of one server behaves; every time is wall clock. */
export abstract class DispatchOptions {
  /** Simulations that may be pending before no more are accepted. */
  abstract readonly maxBacklog: number;
  /** Simulations that ended longer ago are deleted, with all that belongs to them; null keeps them. */
  abstract readonly retentionSec: number | null;
}

export const HEARTBEAT_MS = 3_000;
/** The dispatcher looks for work this often even when nothing woke it. */
export const SWEEP_MS = 1_000;
/** Under load, what is submitted gathers this long between two claims: each costs the database a millisecond and a commit, whatever it takes. */
export const GATHER_MS = 25;
/** Claimed per statement at most; the store takes fewer where scenarios are large. */
export const CLAIM_BATCH = 128;
/** How long a runner may take to answer before it is fenced off. */
export const ANSWER_DEADLINE_MS = 5_000;
/** How long a runner may take to bring a scenario through a course for its results. */
export const REPLAY_DEADLINE_MS = 60_000;
/** Attempts of one run that may fail for reasons other than its input. */
export const MAX_ATTEMPTS = 3;
