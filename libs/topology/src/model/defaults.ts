import type { EffectiveConfig } from './config.js';
import type { GilbertElliott } from './network.js';

/** What a node gets where it leaves something out. */
export const NODE_DEFAULTS = { type: 'router' } as const;

/** What a link gets where it leaves something out. Loss comes from `config.packet_loss_percent`; the queue's limit is in packets unless one in bytes is given. */
export const LINK_DEFAULTS = {
  latency: 0,
  bandwidth_mbps: 100,
  jitter_ms: 0,
  queue_packets: 100,
  directed: false,
} as const;

/** What `gilbert_elliott` gets where it leaves something out: E. N. Gilbert's case in which bad means lost. */
export const GILBERT_ELLIOTT_DEFAULTS = { loss_good_percent: 0, loss_bad_percent: 100 } as const satisfies Partial<GilbertElliott>;

/** What a flow gets where it leaves something out. */
export const FLOW_DEFAULTS = {
  rate_pps: 10,
  arrivals: 'poisson',
  packet_bytes: 1000,
  start_sec: 0,
  periods: 'exponential',
  on_sec: 1,
  off_sec: 1,
} as const;

/** What `config` gets where it leaves something out; `sample_interval_sec` comes from `sampleInterval`. */
export const CONFIG_DEFAULTS: Readonly<Omit<EffectiveConfig, 'sample_interval_sec'>> = {
  duration_sec: 30,
  packet_loss_percent: 0,
  log_level: 'warning',
  seed: 1,
  speed: 1,
  warmup_sec: 0,
  routing: { metric: 'latency', ecmp: 'none' },
  placement: 'any',
};

/** The priority of a request that gives none. */
export const DEFAULT_PRIORITY = 0;

/** The largest request that is looked at; the first three can be moved by the server's environment. */
export const DEFAULT_LIMITS = { nodes: 10_000, links: 50_000, bytes: 16 * 1024 * 1024, flows: 200_000 } as const;
export type Limits = { readonly [limit in keyof typeof DEFAULT_LIMITS]: number };
