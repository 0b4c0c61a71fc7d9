export type { PackedSnapshot } from '@skein/runner';
import type { Course, LogEntry, PackedSnapshot } from '@skein/runner';
import type { Placement, Speed } from '@skein/topology';
import type { Step } from '../lifecycle/transitions.js';

/** What there is to claim is claimed up to this number, whatever its size; large ones beyond it wait for the next claim. */
export const LEAST_CLAIMED = 16;

/** A runner that has not renewed its lease for this long is lost. */
export const LEASE_SEC = 10;

/** What has lost so many runners in a row without progress is a suspect: it may be what kills them, and is claimed apart from all others. */
export const SUSPECT_LOSSES = 2;

/** A simulation handed to a runner under a fencing token. */
export interface ClaimedSimulation {
  simId: string;
  epoch: number;
  /** JSON text of its `Scenario`. */
  scenario: string;
  speed: Speed;
  /** Simulated seconds until its end. */
  durationSec: number;
  /** What brings it to where it was; of what begins, only edits made while it was pending. */
  course: Course;
  /** Wall clock since it was due, in seconds. */
  waitedSec: number;
  /** Whether it had lost its runner. */
  recovered: boolean;
}

/** What the results of a simulation have to be like. */
export interface ResultTerms {
  durationSec: number;
  seed: number;
  sampleIntervalSec: number;
  nodes: number;
  /** Directions of links before any edit. */
  links: number;
  /** Before any edit; null: those of the default traffic. */
  flows: number | null;
  /** Bytes of all edits of the run, as JSON. */
  editsBytes: number;
}

/** Progress of one claim. */
export interface Progress {
  simId: string;
  epoch: number;
  simulatedSec: number;
  /** What part of its flows has its route, while the runner is looking for routes; else absent. */
  routed?: number;
}

/** How a claim ended, with the step that the lifecycle table gives it. */
export interface ClaimEnd {
  simId: string;
  epoch: number;
  step: Step;
  /** Present when it ended in `done`. */
  ended?: { simulatedSec: number; results: string };
  /** Present when it ended in `failed`. */
  error?: { code: string; message: string };
}

/** How simulations are taken from a runner that is gone. */
export interface Loss {
  /** Whether the simulation may be to blame: an orderly shutdown blames nobody. */
  counted: boolean;
  /** So many in a row without progress are too many, where the last was that of a runner which held nothing else. */
  most: number;
  /** What it then fails with, and the steps that the lifecycle table has for that. */
  message: string;
  steps: readonly Step[];
}

/** The queue and the leases, as the dispatcher sees them. Whatever carries a stale epoch changes nothing. */
export abstract class ClaimStore {
  /** Adds each runner, or prolongs its lease to `leaseSec` from now. */
  abstract heartbeat(runners: readonly string[], leaseSec: number): Promise<void>;

  /** What simulations that wait for a runner ask for, each placement once. */
  abstract placements(): Promise<Placement[]>;

  /**
   * Takes up to `limit` simulations with this placement, what has lost its runner first, then pending ones that are due, skipping what another server is taking: higher
   * priorities first, then each slot to the share (the label `user`) that holds the fewest, then the oldest. Of large ones it takes perhaps fewer, but at
   * least `LEAST_CLAIMED` where there are as many. Each takes the step that begins at its status. Suspects are left out.
   */
  abstract claim(runner: string, limit: number, steps: readonly Step[], placement?: Placement): Promise<ClaimedSimulation[]>;

  /** As `claim`, of suspects alone. */
  abstract claimSuspects(runner: string, limit: number, steps: readonly Step[], placement: Placement): Promise<ClaimedSimulation[]>;

  /** What suspects that wait for a runner ask for, each placement once. */
  abstract suspectPlacements(): Promise<Placement[]>;

  /** Frees those of these claims that have made progress since the last loss, so that they are no suspects any more. Returns which. */
  abstract clear(claims: readonly { simId: string; epoch: number }[], loss: Loss): Promise<{ simId: string; epoch: number }[]>;

  /** Writes the progress of all that moved, in one statement. */
  abstract recordProgress(moved: readonly Progress[]): Promise<void>;

  /** Writes what a claim has said, in its order; what it has said before is left out, and nothing is taken of a claim that no longer holds. */
  abstract recordLog(claim: { simId: string; epoch: number }, entries: readonly LogEntry[]): Promise<void>;

  /**
   * Keeps a snapshot in the place of the last one, unless the claim no longer holds, and notes that the simulation has come so far. One that is further
   * than the last is progress: so much need not be gone through again. What the simulation had said up to then must have been recorded: who goes on
   * from there does not say it again.
   */
  abstract recordSnapshot(claim: { simId: string; epoch: number }, snapshot: PackedSnapshot): Promise<void>;

  /** Ends a claim; false when the claim no longer holds, and nothing was changed. */
  abstract end(end: ClaimEnd): Promise<boolean>;

  /**
   * Puts a claim back: `retry_count` + 1, due again in `delaySec`.
   * @returns false when the claim no longer holds
   */
  abstract retry(claim: { simId: string; epoch: number }, step: Step, delaySec: number): Promise<boolean>;

  /** Frees claims of a runner that is gone; they stay running, or paused, until they are claimed again. */
  abstract lose(claims: readonly { simId: string; epoch: number }[], loss: Loss): Promise<void>;

  /** Failed attempts of the simulation's present run so far; null when the claim no longer holds. */
  abstract retries(claim: { simId: string; epoch: number }): Promise<number | null>;

  /** What runners hold by the record: what was stopped, deleted or given to someone else is not among it. */
  abstract heldBy(runners: readonly string[]): Promise<{ simId: string; epoch: number; runner: string }[]>;

  /** How long simulations last, in simulated seconds; those that there are not are left out. */
  abstract durations(simIds: readonly string[]): Promise<Map<string, number>>;

  /** What the results of a claim have to be like; null when the claim no longer holds. */
  abstract resultTerms(claim: { simId: string; epoch: number }): Promise<ResultTerms | null>;

  /** Frees all that is held by runners whose lease has run out, and forgets those runners. Returns how many it freed. */
  abstract freeLost(loss: Loss): Promise<number>;

  /** Ends a runner's lease now, so that what it holds is freed by the next sweep. */
  abstract expire(runner: string): Promise<void>;

  /** Deletes simulations that ended longer than `ageSec` ago, and all that belongs to them; at most so many. Returns how many. */
  abstract forgetEnded(ageSec: number, most: number): Promise<number>;

  /** Forgets the snapshots of runs that are over. */
  abstract forgetSnapshots(): Promise<void>;

  /** Forgets change requests older than `ageSec`, at most so many. Returns how many. */
  abstract forgetRequests(ageSec: number, most: number): Promise<number>;
}
