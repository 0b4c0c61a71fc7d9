import type { LogLineDocument, StatusDocument } from '../generated/index.js';

interface Common {
  sim_id: string;
  run: number;
}

interface Numbered extends Common {
  /** When it was written down, ISO 8601 in UTC. */
  at: string;
}

/** What the data of each type of event is. */
export interface EventData {
  status: Numbered & {
    from: StatusDocument['status'] | null;
    to: StatusDocument['status'];
    reason: string;
    runner: string | null;
    next_attempt_at: string | null;
  };
  progress: Common & StatusDocument['progress'];
  edit: Numbered & { edit: number; simulated_sec: number; operations: Record<string, unknown>[] };
  log: Numbered & {
    level: LogLineDocument['level'];
    simulated_sec: number;
    code: string;
    message: string;
    details: Record<string, unknown>;
  };
  result: Numbered & { simulated_sec: number | null; result_hash: string | null; packets: Record<string, unknown> | null };
}

export type EventType = keyof EventData;

/** One event of a stream, told apart by its type. */
export type SimulationEvent = {
  [Type in EventType]: {
    type: Type;
    /** Its number, for `after`; that of the event before it for progress, which has none; null before the first. */
    id: number | null;
    data: EventData[Type];
  };
}[EventType];
