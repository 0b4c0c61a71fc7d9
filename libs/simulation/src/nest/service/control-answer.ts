import type { Speed } from '@skein/topology';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import type { Status } from '../../lifecycle/status.js';

/** What pausing, resuming, pacing and editing answer: how the simulation stands, and the exact simulated time at which the change took effect. */
export interface ControlAnswer {
  sim_id: string;
  status: Status;
  version: number;
  simulated_sec: number;
  speed: Speed;
}

export function controlAnswer(
  record: SimulationRecord,
  { status = record.status, version = record.version, simulatedSec = record.simulatedSec, speed = record.config.speed }: Partial<Changed>,
): ControlAnswer {
  return { sim_id: record.simId, status, version, simulated_sec: simulatedSec, speed };
}

interface Changed {
  status: Status;
  version: number;
  simulatedSec: number;
  speed: Speed;
}
