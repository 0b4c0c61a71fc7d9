import type { SimulationRecord, Status, TransitionRecord } from '@skein/simulation';

/** A simulation as the statements give it, see `recordColumns`. */
export interface SimulationRow {
  sim_id: string;
  name: string | null;
  labels: SimulationRecord['labels'];
  priority: number;
  status: Status;
  version: number;
  run: number;
  retry_count: number;
  epoch: number;
  runner: string | null;
  config: SimulationRecord['config'];
  nodes: number;
  links: number;
  warnings: SimulationRecord['warnings'];
  error_code: string | null;
  error_message: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  simulated_sec: number;
  routed: number | null;
  transitions: [run: number, from: Status | null, to: Status, at: string, reason: string, runner: string | null, next: string | null][];
}

export function toRecord(row: SimulationRow): SimulationRecord {
  return {
    simId: row.sim_id,
    name: row.name,
    labels: row.labels,
    priority: row.priority,
    status: row.status,
    version: row.version,
    run: row.run,
    retryCount: row.retry_count,
    epoch: row.epoch,
    runner: row.runner,
    config: row.config,
    nodes: row.nodes,
    links: row.links,
    warnings: row.warnings,
    simulatedSec: row.simulated_sec,
    routed: row.routed,
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    transitions: row.transitions.map(([run, from, to, at, reason, runner, next]): TransitionRecord => ({
      run,
      from,
      to,
      at: new Date(at),
      reason,
      runner,
      nextAttemptAt: next === null ? null : new Date(next),
    })),
  };
}
