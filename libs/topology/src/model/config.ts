import type { Placement } from './placement.js';

export const LOG_LEVELS = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const ROUTING_METRICS = ['latency', 'hops', 'bandwidth'] as const;
export type RoutingMetric = (typeof ROUTING_METRICS)[number];

/** What shares several shortest paths: nothing (one is taken), the flows, or the packets of each flow. */
export const ECMP_MODES = ['none', 'flow', 'packet'] as const;
export type EcmpMode = (typeof ECMP_MODES)[number];

/** Simulated seconds per second of wall clock, or as fast as the machine can. */
export type Speed = number | 'max';

/** The configuration of one simulation with every default filled in. */
export interface EffectiveConfig {
  duration_sec: number;
  /** Loss of links that give no `loss_percent` of their own. */
  packet_loss_percent: number;
  log_level: LogLevel;
  seed: number;
  speed: Speed;
  /** Packets created before this simulated time are not counted. */
  warmup_sec: number;
  routing: { metric: RoutingMetric; ecmp: EcmpMode };
  /** Length of the intervals of the results' time series, in simulated seconds. */
  sample_interval_sec: number;
  placement: Placement;
}
