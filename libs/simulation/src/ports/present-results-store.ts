import type { ResultsText } from './simulation-store.js';

/**
 * Results that running and paused simulations have just now, as servers write them down for each other. None of it outlives its use, or a crash of the
 * database; times are the database's, as text.
 */
export abstract class PresentResultsStore {
  /** Asks the server that holds a simulation for its results. Returns when: results that were taken then or later are an answer. */
  abstract ask(simId: string): Promise<string>;

  /** The simulations for which somebody asks, longest first, at most so many; and the present time. */
  abstract asked(most: number): Promise<{ simId: string; now: string }[]>;

  /**
   * Writes results down, and has done with what was asked for before they were taken. Small ones that nobody has asked for are not written.
   *
   * @param takenAt a time after which they were taken; null for a server's own readers
   */
  abstract put(simId: string, run: number, results: string, takenAt: string | null): Promise<ResultsText>;

  /** The newest of a run that were taken at that time or later; null where there are none yet. */
  abstract find(simId: string, run: number, since: string): Promise<ResultsText | null>;

  /** Deletes what nobody can be reading any more. */
  abstract forget(): Promise<void>;
}
