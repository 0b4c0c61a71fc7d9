import type { LogEntry } from '@skein/engine';
import type { Edit, Speed } from '@skein/topology';

/** Names one claim of one simulation: what carries an older epoch is a stale runner's and is ignored. */
export interface Claim {
  sim_id: string;
  epoch: number;
}

/** Edits that were made together, at one simulated time. */
export interface EditEntry {
  /** Counts the lists of a run from 1; one that has been made already is not made again. */
  seq: number;
  at_sec: number;
  edits: Edit[];
}

/** The engine of a simulation at an instant of its course, from which it goes on to the same results. */
export interface Snapshot {
  at_sec: number;
  /** How many lists of edits had been made: those up to this `seq`. */
  edits_made: number;
  /** As the engine writes them; one that is damaged, or not of this simulation, is noticed. */
  bytes: Uint8Array;
}

/** A snapshot as it is kept, and handed to the runner that goes on from it. */
export interface PackedSnapshot extends Omit<Snapshot, 'bytes'> {
  /** In zlib's format (RFC 1950). */
  deflated: Uint8Array;
}

/** How a simulation came to where it is: what brings it there again, to the last bit. */
export interface Course {
  /** In their order. */
  edits: EditEntry[];
  /** Gone through as fast as the machine can; from there on the pace holds. */
  to_sec: number;
  /** Whether it is then held. */
  paused: boolean;
  /** Where to begin, so that only the rest need be gone through. One that does not fit is left out of account. */
  snapshot?: PackedSnapshot | null;
}

/** The course of a simulation that has not begun. */
export const FROM_THE_START: Course = { edits: [], to_sec: 0, paused: false };

/** What a host tells a runner. The same messages serve a worker thread and an agent's socket. */
export type ToRunner =
  /**
   * Build the scenario (JSON text of a `Scenario`), take it through its course, and run it at its pace; `apart` from all others, where there are threads to
   * choose from.
   */
  | ({ type: 'start'; scenario: string; speed: Speed; course: Course; apart?: boolean } & Claim)
  /**
   * Stop at the present simulated instant, or where its course ends, answer with the results so far (as empty text where they are not wanted: in
   * large networks they are megabytes), and wait for `drop` or `release`.
   */
  | ({ type: 'hold'; request: number; results: boolean } & Claim)
  /** Go on after a `hold`, as if it had not been: the pace still follows the clock that was started with the simulation. */
  | ({ type: 'release' } & Claim)
  /** Make edits at the instant at which it is held. */
  | ({ type: 'edit'; entry: EditEntry } & Claim)
  /** Keep this pace from the present instant on, as if there had been no delay before. */
  | ({ type: 'pace'; speed: Speed } & Claim)
  /** Forget the simulation. */
  | ({ type: 'drop' } & Claim)
  /** Answer with the results so far without disturbing the run. */
  | ({ type: 'results'; request: number } & Claim)
  /** Answer with the results that a scenario has at the end of a course; `final` where they are to carry their hash. */
  | { type: 'replay'; request: number; scenario: string; course: Course; final: boolean };

/** Results as JSON text of `Results` plus `result_hash`, at an exact simulated time. */
export interface ResultsAt {
  simulated_sec: number;
  /** `result_hash` in it is set where the text is that of an ended simulation (`done`, `hold`, `replay`), else null. */
  results: string;
  /** Where they come from another machine: they have been checked against themselves, and say this. */
  summary?: ResultsSummary;
}

/** By what the holder of a simulation can tell whether results are its. */
export interface ResultsSummary {
  seed: number;
  sample_interval_sec: number;
  flows: number;
  /** Directions of links. */
  links: number;
}

/** How far a simulation has come. */
export interface Moved extends Claim {
  simulated_sec: number;
  /** What part of its flows has its route, from 0 to 1; absent unless the runner is rather looking for routes than moving packets. */
  routed?: number;
}

/** What a runner tells its host. */
export type FromRunner =
  | { type: 'progress'; moved: Moved[] }
  /**
   * What was done since this was last told, by all simulations together, for whoever watches: hops that packets were admitted to, and the most by
   * which a paced simulation came late, in milliseconds of wall clock. Up to a wake, a quarter of a second, is no lateness.
   */
  | { type: 'workload'; packet_hops: number; lag_ms: number }
  /** What a simulation has said, in its order; what it says again on its course has the numbers that it had before. */
  | ({ type: 'log'; entries: LogEntry[] } & Claim)
  /** Sent after so much work; what the simulation had said up to then has been sent before. */
  | ({ type: 'snapshot'; snapshot: Snapshot } & Claim)
  | ({ type: 'done' } & Claim & ResultsAt)
  /** The scenario cannot be run, or the engine broke an invariant: repeating would not help. */
  | ({ type: 'failed'; code: string; message: string } & Claim)
  | ({ type: 'answer'; request: number } & ResultsAt)
  /** The request was about a simulation that is not (or no longer) here under that epoch, or could not be answered. */
  | { type: 'refused'; request: number; reason: string };
