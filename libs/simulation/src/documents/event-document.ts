import type { LogLine, ProgressNow, SimulationEvent } from '../ports/event-store.js';
import { progress } from './status-document.js';

/** The data of an event, as clients get it. Times are ISO 8601 in UTC. */
export function eventDocument({ type, simId, run, at, data }: SimulationEvent): Record<string, unknown> {
  const document = { sim_id: simId, run, at: at.toISOString(), ...data };
  if (type !== 'status') return document;
  const next = data['next_attempt_at'];
  return { ...document, next_attempt_at: typeof next === 'string' ? new Date(next).toISOString() : null };
}

/** The data of a progress event. */
export function progressDocument({ simId, run, simulatedSec, durationSec, running, routed }: ProgressNow) {
  return {
    sim_id: simId,
    run,
    ...progress(simulatedSec, durationSec, running, routed),
  };
}

/** A line of a simulation's log. */
export function logDocument({ run, at, level, simulatedSec, code, message, details }: LogLine) {
  return { run, at: at.toISOString(), level, simulated_sec: simulatedSec, code, message, details };
}
