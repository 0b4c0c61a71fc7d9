import { sampleInterval } from '@skein/topology';

/**
 * What the migration knows of a scenario, and no more: these are the members of their time, whatever the model has become since.
 * Those with a question mark are what it adds.
 */
export interface StoredScenario extends Members {
  topology: Members & { links: StoredLink[] };
  traffic: StoredFlow[] | null;
  config: StoredConfig;
}

interface Members {
  [member: string]: unknown;
}

interface StoredLink {
  id: unknown;
  from: unknown;
  to: unknown;
  latency: unknown;
  bandwidth_mbps: unknown;
  loss_percent: unknown;
  jitter_ms: unknown;
  queue_packets: unknown;
  directed: unknown;
  gilbert_elliott?: unknown;
  queue_bytes?: unknown;
}

interface StoredFlow extends Members {
  periods?: unknown;
}

interface StoredConfig extends Members {
  duration_sec: number;
  routing: { metric: unknown; ecmp?: unknown };
  sample_interval_sec?: unknown;
}

/** With every addition, at the value that means what the scenario meant without it, in the order of a freshly admitted one. */
export function completed(scenario: StoredScenario): StoredScenario {
  const { topology, traffic, config } = scenario;
  return {
    ...scenario,
    topology: { ...topology, links: topology.links.map(completedLink) },
    traffic: traffic && traffic.map(completedFlow),
    config: completedConfig(config),
  };
}

/** Written out, for there may be 50 000 in one scenario: measured, spreading the rest takes many times as long. */
function completedLink(link: StoredLink): StoredLink {
  return {
    id: link.id,
    from: link.from,
    to: link.to,
    latency: link.latency,
    bandwidth_mbps: link.bandwidth_mbps,
    loss_percent: link.loss_percent,
    gilbert_elliott: link.gilbert_elliott ?? null,
    jitter_ms: link.jitter_ms,
    queue_packets: link.queue_packets,
    queue_bytes: link.queue_bytes ?? null,
    directed: link.directed,
  };
}

function completedFlow({ periods = 'exponential', on_sec, off_sec, ...first }: StoredFlow): StoredFlow {
  return { ...first, periods, on_sec, off_sec };
}

function completedConfig({ routing, sample_interval_sec, ...first }: StoredConfig): StoredConfig {
  return {
    ...first,
    routing: { metric: routing.metric, ecmp: routing.ecmp ?? 'none' },
    sample_interval_sec: sample_interval_sec ?? sampleInterval(first.duration_sec),
  };
}

/** As it was before, where it says nothing that needs the additions. */
export function withoutAdditions(scenario: StoredScenario): StoredScenario {
  const { topology, traffic, config } = scenario;
  const { sample_interval_sec: _, ...first } = config;
  return {
    ...scenario,
    topology: { ...topology, links: topology.links.map(({ gilbert_elliott: _loss, queue_bytes: _queue, ...link }) => link) },
    traffic: traffic && traffic.map(({ periods: _periods, ...flow }) => flow),
    config: { ...first, routing: { metric: config.routing.metric } },
  };
}
