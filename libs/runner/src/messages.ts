import type { Speed } from '@skein/topology';

/** Names one claim of one simulation: what carries an older epoch is a stale runner's and is ignored. */
export interface Claim {
  sim_id: string;
  epoch: number;
}

/** What a host tells a runner. The same messages serve a worker thread and an agent's socket. */
export type ToRunner =
  /** Build the scenario (JSON text of a `Scenario`) and run it at its pace. */
  | ({ type: 'start'; scenario: string; speed: Speed } & Claim)
  /** Stop at the present simulated instant, answer with the results so far, and wait for `drop` or `release`. */
  | ({ type: 'hold'; request: number } & Claim)
  /** Go on after a `hold`, as if it had not been: the pace still follows the clock that was started with the simulation. */
  | ({ type: 'release' } & Claim)
  /** Forget the simulation. */
  | ({ type: 'drop' } & Claim)
  /** Answer with the results so far without disturbing the run. */
  | ({ type: 'results'; request: number } & Claim)
  /** Answer with the results that a scenario has at simulated time 0. */
  | { type: 'blank'; request: number; scenario: string };

/** Results as JSON text of `Results` plus `result_hash`, at an exact simulated time. */
export interface ResultsAt {
  simulated_sec: number;
  /** `result_hash` in it is set where the text is that of an ended simulation (`done`, `hold`, `blank`), else null. */
  results: string;
}

/** What a runner tells its host. */
export type FromRunner =
  | { type: 'progress'; moved: (Claim & { simulated_sec: number })[] }
  | ({ type: 'done' } & Claim & ResultsAt)
  /** The scenario cannot be run, or the engine broke an invariant: repeating would not help. */
  | ({ type: 'failed'; code: string; message: string } & Claim)
  | ({ type: 'answer'; request: number } & ResultsAt)
  /** The request was about a simulation that is not (or no longer) here under that epoch, or could not be answered. */
  | { type: 'refused'; request: number; reason: string };
