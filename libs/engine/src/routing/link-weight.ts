import type { NetworkLink, RoutingMetric } from '@skein/topology';

const PICOSECONDS_PER_MS = 1e9;

/**
 * What one traversal of a link costs under a metric. Latencies are taken in whole picoseconds, so that sums of decimal
 * fractions which are equal on paper are equal here, in whatever order they are added.
 */
export function linkWeight(link: Pick<NetworkLink, 'latency' | 'bandwidth_mbps'>, metric: RoutingMetric): number {
  if (metric === 'latency') return Math.floor(link.latency * PICOSECONDS_PER_MS + 0.5);
  return metric === 'hops' ? 1 : 1 / link.bandwidth_mbps;
}
