/** What another machine can say about a simulation that cannot be. */
export const LIES = ['progress', 'log', 'snapshot', 'results'] as const;
export type Lie = (typeof LIES)[number];

/** What the simulations of this server tell whoever watches it. Counting is all that happens in a call: most come from where every microsecond counts. */
export abstract class SimulationMetrics {
  /**
   * A runner has taken a simulation.
   * @param waitedSec wall clock since it was due
   * @param recovered whether it had lost its runner, and is brought back
   */
  abstract claimed(waitedSec: number, recovered: boolean): void;

  /** A run has ended by itself. */
  abstract ended(status: 'done' | 'failed'): void;

  /** An attempt that failed was put back, to be made again. */
  abstract retried(): void;

  /** So many have lost their runner: its lease has run out, or it died in this process. */
  abstract lost(simulations: number, cause: 'lease' | 'death'): void;

  /** A machine has said what cannot be about a simulation, and has lost it. */
  abstract lied(about: Lie): void;

  /** The progress of so many was written in one statement. */
  abstract progressWritten(simulations: number): void;

  /**
   * A runner of this server has done some work.
   * @param lagSec the most by which a paced simulation came late, in seconds of wall clock
   */
  abstract worked(packetHops: number, lagSec: number): void;
}
