import type { EditEntry, PackedSnapshot } from '@skein/runner';
import type { AdmittedRequest, Edit, EffectiveConfig, LoggedEditText } from '@skein/topology';
import type { SubmittedTexts } from '../documents/request-document.js';
import type { SimulationRecord } from '../lifecycle/simulation-record.js';
import type { Status } from '../lifecycle/status.js';
import type { Step } from '../lifecycle/transitions.js';
import type { AnsweredRequest, ChangeRequest } from './change-request.js';

/** Of what begins as it is stored. */
export const FIRST_EPOCH = 1;

/** A position in the list: the last entry of the page before. */
export interface ListCursor {
  createdAt: Date;
  simId: string;
}

/** Which names are meant: one, or all that begin alike. */
export type NameFilter = { is: string } | { startsWith: string };

export interface ListQuery {
  status: Status | null;
  /** All of these labels, with these values. */
  labels?: Readonly<Record<string, string>>;
  name?: NameFilter | null;
  limit: number;
  after: ListCursor | null;
}

/** Edits made together, as the log keeps them. */
export interface LoggedEdit extends EditEntry {
  at: Date;
}

/** An entry of the log with its edits as JSON text. */
export interface ShownEdit extends LoggedEditText {
  at: Date;
}

/** One compare-and-swap of a simulation's status, with all that must become durable together with it. */
export interface StatusChange {
  simId: string;
  /** The version that the change was computed from. */
  version: number;
  /** The steps taken, in order; the last `to` is the new status. None where the status stays. */
  steps: Step[];
  /** A new run: `run` + 1, progress, retries, error, results and times cleared. */
  newRun?: boolean;
  /** The edits of the run that ends here are those with which the new one begins. */
  keepEdits?: boolean;
  /** The exact simulated time of the change. */
  simulatedSec?: number | null;
  /** Results at the end of this run, as JSON text. */
  results?: string | null;
  /** Edits made at `simulatedSec`. */
  edit?: { seq: number; edits: readonly Edit[] };
  config?: EffectiveConfig;
  /** Size of the topology from now on. */
  size?: { nodes: number; links: number };
  /** What a repetition of the request is to be answered with. */
  answer?: object;
  request: ChangeRequest;
}

/**
 * JSON text of results: small ones whole, large ones as bytes of UTF-8, piece by piece. Nothing is read before the first piece is asked for, nor more than the next.
 */
export type ResultsText = string | AsyncIterable<Uint8Array>;

/** Where simulations are kept, as the service sees it. */
export abstract class SimulationStore {
  /**
   * Adds a simulation, its first steps, its scenario and the request, all or nothing. It is pending, or held by `runner` under the first epoch, as if that
   * had claimed it at once; the last step says so.
   * @param request null for one without a key: another attempt at it adds the same simulation
   * @throws VersionConflict when the request id is taken (see `answered`), or the simulation is there already
   */
  abstract create(
    simId: string,
    admitted: AdmittedRequest,
    steps: readonly Step[],
    request: ChangeRequest | null,
    runner: string | null,
  ): Promise<void>;

  /** How many simulations are pending; counts no further than `most`. */
  abstract pending(most: number): Promise<number>;

  /** The change that a request id has made, if it has made one. */
  abstract answered(requestId: string): Promise<AnsweredRequest | null>;

  abstract find(simId: string): Promise<SimulationRecord | null>;

  /** Newest first. */
  abstract list(query: ListQuery): Promise<SimulationRecord[]>;

  /**
   * Carries out a change and returns the simulation as it then is. A simulation that leaves `running` or `paused` has no
   * runner any more; one that becomes terminal gets `finishedAt`.
   * @throws VersionConflict when the row is at another version, is gone, or the request id is taken.
   */
  abstract change(change: StatusChange): Promise<SimulationRecord>;

  /** @throws VersionConflict as `change` does. */
  abstract delete(simId: string, version: number, request: ChangeRequest): Promise<void>;

  /** The edits of a run, in their order. */
  abstract edits(simId: string, run: number): Promise<LoggedEdit[]>;

  /** The edits of a run with numbers above `after`, in their order, as text. */
  abstract editTexts(simId: string, run: number, after: number): Promise<LoggedEditText[]>;

  /** The same as they are shown, in pages of some megabytes at most; one that is larger comes alone. Each page is read when it is asked for. */
  abstract editPages(simId: string, run: number): AsyncIterable<readonly ShownEdit[]>;

  /** Size of the topology that was submitted; null where a run's edits have not changed it, or it is gone. */
  abstract submittedSize(simId: string, run: number): Promise<{ nodes: number; links: number } | null>;

  /** JSON text of the scenario; null when the simulation is gone. */
  abstract scenario(simId: string): Promise<string | null>;

  /** What was submitted; null when the simulation is gone. */
  abstract submitted(simId: string): Promise<SubmittedTexts | null>;

  /** The last snapshot of a run; null where there is none. */
  abstract snapshot(simId: string, run: number): Promise<PackedSnapshot | null>;

  /** The ended run's results; null when that run has recorded none. */
  abstract results(simId: string, run: number): Promise<ResultsText | null>;

  /** Adds the results of a stopped run that has none; nothing where the simulation has gone on since. */
  abstract addResults(simId: string, run: number, results: string): Promise<void>;
}
