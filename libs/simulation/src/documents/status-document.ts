import { attempts } from './attempts.js';
import type { SimulationRecord } from '../lifecycle/simulation-record.js';

/** What `GET /status/{sim_id}` answers, made from the record alone. Times are ISO 8601 in UTC. */
export function statusDocument(record: SimulationRecord) {
  const { duration_sec } = record.config;
  return {
    sim_id: record.simId,
    name: record.name,
    labels: record.labels,
    priority: record.priority,
    status: record.status,
    version: record.version,
    run: record.run,
    retry_count: record.retryCount,
    config: record.config,
    topology: { nodes: record.nodes, links: record.links },
    progress: progress(record.simulatedSec, duration_sec, record.status === 'running', record.routed),
    runner: record.runner,
    attempts: attempts(record),
    error: record.error,
    created_at: record.createdAt.toISOString(),
    started_at: record.startedAt?.toISOString() ?? null,
    finished_at: record.finishedAt?.toISOString() ?? null,
    transitions: record.transitions.map(({ run, from, to, at, reason }) => ({ run, from, to, at: at.toISOString(), reason })),
  };
}

/** How far a simulation is, and what its runner is busy with. */
export function progress(simulatedSec: number, durationSec: number, running: boolean, routed: number | null) {
  const phase = running ? (routed === null ? ('simulating' as const) : ('routing' as const)) : null;
  const routed_percent = phase === 'routing' ? percent(routed!, 1) : null;
  return { simulated_sec: simulatedSec, duration_sec: durationSec, percent: percent(simulatedSec, durationSec), phase, routed_percent };
}

/** Rounded to hundredths, but 100 only at the very end. */
export function percent(simulatedSec: number, durationSec: number): number {
  if (simulatedSec >= durationSec) return 100;
  return Math.min(99.99, Math.round((simulatedSec / durationSec) * 10_000) / 100);
}
