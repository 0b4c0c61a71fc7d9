import type { EffectiveConfig, Warning } from '@skein/topology';
import type { Status } from './status.js';

/** A row of a simulation's history as it is kept. */
export interface TransitionRecord {
  run: number;
  from: Status | null;
  to: Status;
  at: Date;
  reason: string;
  /** Who claimed it; null where nobody did. */
  runner: string | null;
  /** When it may be tried again; null where it was not put back. */
  nextAttemptAt: Date | null;
}

/** A simulation as the store keeps it, without its scenario and results, which can be large. */
export interface SimulationRecord {
  simId: string;
  name: string | null;
  labels: Record<string, string>;
  priority: number;
  status: Status;
  /** Moves with every change that a client can make or wait for; never with progress. */
  version: number;
  /** 1 at submission, one more with each restart. */
  run: number;
  /** Failed attempts of this run that were tried again. */
  retryCount: number;
  /** Fencing token: one more with every claim. */
  epoch: number;
  /** Id of the runner that holds it; null while none does. */
  runner: string | null;
  config: EffectiveConfig;
  nodes: number;
  links: number;
  warnings: Warning[];
  simulatedSec: number;
  /** What part of its flows has its route, from 0 to 1, while its runner is looking for routes; else null. */
  routed: number | null;
  error: { code: string; message: string } | null;
  createdAt: Date;
  /** First claim and end of the present run. */
  startedAt: Date | null;
  finishedAt: Date | null;
  transitions: TransitionRecord[];
}
