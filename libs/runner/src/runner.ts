import type { Speed } from '@skein/topology';
import type { Claim, Course, EditEntry, FromRunner, PackedSnapshot, ResultsAt, Snapshot } from './messages.js';

/** What a runner says unasked. */
export type Report = Extract<FromRunner, { type: 'progress' | 'workload' | 'log' | 'done' | 'failed' }>;

export type ReportListener = (report: Report) => void;

/** A snapshot that is lost, or told of twice, does no harm: only what a recovery costs depends on it. Machines send theirs packed. */
export type SnapshotListener = (claim: Claim, snapshot: Snapshot | PackedSnapshot) => void;

/**
 * @param lost what was running there and is not any more; requests about it have been rejected
 * @param handedBack whether the runner has given it up in order, so that nothing of it is to blame
 */
export type LostListener = (reason: string, lost: readonly Claim[], handedBack: boolean) => void;

/** Where simulations run, as seen by whoever hands them out: a worker thread, several of them, or a machine behind a socket. */
export abstract class Runner {
  private readonly reportListeners: ReportListener[] = [];
  private readonly snapshotListeners: SnapshotListener[] = [];
  private readonly lostListeners: LostListener[] = [];

  /** The same over all its lives: a runner that was lost comes back under its name. */
  abstract readonly id: string;

  /** Simulations that it holds. */
  abstract readonly load: number;

  /** Whether it is a machine of its own, which goes on when this process ends. */
  readonly outlives: boolean = false;

  /**
   * @param scenario JSON text of a `Scenario`
   * @param apart in a thread that may die without taking anything along but what was started so
   */
  abstract start(claim: Claim, scenario: string, speed: Speed, course?: Course, apart?: boolean): void;

  /**
   * Freezes a simulation at the present simulated instant, until `release` or `drop`; the text of its results is empty unless they are wanted.
   * Rejects with `RequestRefused` where it is not (or no longer) here, with `Unavailable` where the runner was lost or the answer
   * took longer than `deadlineMs`; the simulation may then be frozen all the same.
   */
  abstract hold(claim: Claim, results: boolean, deadlineMs: number): Promise<ResultsAt>;

  abstract release(claim: Claim): void;

  /** Makes edits at the instant at which the simulation is held. */
  abstract edit(claim: Claim, entry: EditEntry): void;

  /** From the present instant on, the simulation keeps this pace. */
  abstract pace(claim: Claim, speed: Speed): void;

  abstract drop(claim: Claim): void;

  /** The results so far; the run goes on. Rejects like `hold`. */
  abstract results(claim: Claim, deadlineMs: number): Promise<ResultsAt>;

  /** The results that a scenario has at the end of a course, with their hash where they are `final`. Rejects like `hold`. */
  abstract replay(scenario: string, course: Course, final: boolean, deadlineMs: number): Promise<ResultsAt>;

  /** What it reported of the end of a claim is on record; it need not keep it any longer. */
  settled(_claim: Claim): void {}

  /** Ends the runner and what it holds, for good and without a report. */
  abstract stop(): Promise<void>;

  onReport(listener: ReportListener): void {
    this.reportListeners.push(listener);
  }

  onSnapshot(listener: SnapshotListener): void {
    this.snapshotListeners.push(listener);
  }

  onLost(listener: LostListener): void {
    this.lostListeners.push(listener);
  }

  protected reported(report: Report): void {
    for (const listener of this.reportListeners) listener(report);
  }

  protected tookSnapshot(claim: Claim, snapshot: Snapshot | PackedSnapshot): void {
    for (const listener of this.snapshotListeners) listener(claim, snapshot);
  }

  protected lost(reason: string, claims: readonly Claim[], handedBack = false): void {
    for (const listener of this.lostListeners) listener(reason, claims, handedBack);
  }
}
