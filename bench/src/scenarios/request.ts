/** The part of a request that the benchmarks use; units as in the API: milliseconds, Mbit/s, packets, bytes, seconds. */
export interface Request {
  topology: { nodes: string[]; links: Link[] };
  /** Left out: default traffic. */
  traffic?: Flow[];
  config: Config;
}

export interface Link {
  from: string;
  to: string;
  latency: number;
  bandwidth_mbps: number;
  queue_packets: number;
  jitter_ms?: number;
}

export interface Flow {
  from: string;
  to: string;
  rate_pps: number;
  packet_bytes: number;
}

export interface Config {
  duration_sec: number;
  seed: number;
  speed: 'max';
  routing: { metric: 'hops' };
  packet_loss_percent?: number;
  sample_interval_sec?: number;
}

export function config(durationSec: number): Config {
  return { duration_sec: durationSec, seed: 1, speed: 'max', routing: { metric: 'hops' } };
}

/** ns-3's device queue holds 64 packets besides the one in service; the queue of the API counts that one too. */
export const NS3_QUEUE = 65;
