import type { LogLevel } from '@skein/topology';

export type LogCode =
  | 'link_saturated'
  | 'link_saturation_ended'
  | 'queue_overflow'
  | 'queue_overflow_ended'
  | 'link_down_drops'
  | 'no_route'
  | 'no_route_ended'
  | 'packet_created'
  | 'packet_arrived'
  | 'packet_delivered'
  | 'packet_dropped'
  | 'log_full';

/** One thing that a simulation has to say. The scenario and its edits decide it: a replay says the same, under the same number. */
export interface LogEntry {
  /** Counts the entries of a run from 1. */
  number: number;
  level: LogLevel;
  /** When it was noticed, in simulated seconds. */
  simulated_sec: number;
  code: LogCode;
  message: string;
  details: Record<string, string | number | boolean>;
}
