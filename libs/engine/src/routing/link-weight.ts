import type { NetworkLink, RoutingMetric } from '@skein/topology';

const PICOSECONDS_PER_MS = 1e9;

/** What a channel that is down costs. */
export const DOWN = Infinity;

/**
 * What one traversal of a link costs under a metric. Sums of weights must not depend on the order in which they are added, or paths that are
 * equally short would not be found to be: latencies are taken in whole picoseconds, and 1/bandwidth in single precision, whose 24 bits leave
 * a double 29 more, so that sums are exact over any path whose bandwidths are not further apart than 500 million to one.
 */
export function linkWeight(link: Pick<NetworkLink, 'latency' | 'bandwidth_mbps'>, metric: RoutingMetric): number {
  if (metric === 'latency') return Math.floor(link.latency * PICOSECONDS_PER_MS + 0.5);
  return metric === 'hops' ? 1 : Math.fround(1 / link.bandwidth_mbps);
}
