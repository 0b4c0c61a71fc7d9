export type { LogEntry } from '@skein/runner';
import type { LogLevel } from '@skein/topology';

/** What can be told of simulations. Those that are numbered are kept; progress is only of the moment. */
export const EVENT_TYPES = ['status', 'progress', 'edit', 'log', 'result'] as const;
export type EventType = (typeof EVENT_TYPES)[number];
export type NumberedType = Exclude<EventType, 'progress'>;

/** One event as it is kept. */
export interface SimulationEvent {
  /** Grows with time, over all simulations: no event becomes visible below one that `settled` has let pass. */
  number: number;
  type: NumberedType;
  simId: string;
  run: number;
  at: Date;
  /** What depends on the type; JSON names. */
  data: Record<string, unknown>;
}

export interface EventQuery {
  /** Numbers above this, up to and including `upTo`. */
  after: number;
  upTo: number;
  limit: number;
  /** Of these simulations only; null: of all. */
  simIds: readonly string[] | null;
  types: readonly NumberedType[];
}

/** How far a simulation that a runner holds is. */
export interface ProgressNow {
  simId: string;
  run: number;
  simulatedSec: number;
  durationSec: number;
  /** Whether its status is running. */
  running: boolean;
  /** As in its record. */
  routed: number | null;
}

/** A line of a simulation's log: what it said, or what was done to it. */
export interface LogLine {
  number: number;
  run: number;
  at: Date;
  level: LogLevel;
  simulatedSec: number | null;
  code: string;
  message: string;
  details: Record<string, unknown>;
}

export interface LogQuery {
  simId: string;
  levels: readonly LogLevel[];
  after: number;
  limit: number;
}

export interface EventPage {
  events: SimulationEvent[];
  /** Whether there may be more behind the last. */
  more: boolean;
}

export interface LogLines {
  lines: LogLine[];
  /** Whether there may be more behind the last. */
  more: boolean;
}

/** Events and logs, as their readers see them. */
export abstract class EventStore {
  /**
   * A number up to which all is decided: every event at or below it can be seen, or never will be. At most a few transactions behind the last.
   */
  abstract settled(): Promise<number>;

  /** The last number given out, though its event may not be visible yet. */
  abstract last(): Promise<number>;

  /** In the order of their numbers: at most `limit`, and fewer where they come to more than a megabyte together. */
  abstract events(query: EventQuery): Promise<EventPage>;

  /**
   * Of what runners hold at the moment, but not of what has changed its status since: progress never runs ahead of the status that it belongs to.
   *
   * @param told number of the last event that was told
   * @param simIds of these only; null: of all
   */
  abstract progress(told: number, simIds: readonly string[] | null): Promise<ProgressNow[]>;

  /** Which of these simulations there are. */
  abstract existing(simIds: readonly string[]): Promise<string[]>;

  /** Oldest first, as many as a page of events has. Steps and edits are in it where the simulation's own log level is info or below. */
  abstract log(query: LogQuery): Promise<LogLines>;
}
