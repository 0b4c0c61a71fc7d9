import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** The metrics of one process, as `Registry.getMetricsAsJSON` gives them. */
export type ProcessMetrics = MetricObjectWithValues<MetricValue<string>>[];

/** What the first process asks those that serve. */
export interface Tell {
  type: 'skein:tell-metrics';
  request: number;
}

/** A process that serves tells what it has counted. */
export interface Told {
  type: 'skein:told-metrics';
  request: number;
  metrics: ProcessMetrics;
}

/** A process that serves asks the first for what all of them have counted, and is answered. */
export interface Gather {
  type: 'skein:gather-metrics';
  request: number;
}

export interface Gathered {
  type: 'skein:gathered-metrics';
  request: number;
  text: string;
}

export type ToWorker = Tell | Gathered;
export type FromWorker = Told | Gather;

/** Whether a message between processes is one of these. */
export function isExchanged<T extends ToWorker | FromWorker>(message: unknown, ...types: T['type'][]): message is T {
  const type = (message as { type?: unknown } | null)?.type;
  return types.some((known) => known === type);
}
