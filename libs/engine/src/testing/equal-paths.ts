import { type NetworkLink, type RoutingMetric, ROUTING_METRICS } from '@skein/topology';
import fc from 'fast-check';
import { type Direction, directionsOf } from './traced-paths.js';
import { link } from './scenario.js';

const NODES = ['A', 'B', 'C', 'D', 'E', 'F'];
const ends = fc
  .tuple(fc.constantFrom(...NODES), fc.constantFrom(...NODES))
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => ({ from, to }));

/** Small dense networks with few different weights, zero among them, so that many paths are equally short; with parallel links. */
export interface EqualPaths {
  links: NetworkLink[];
  from: string;
  to: string;
  metric: RoutingMetric;
  seed: number;
}

export const anyEqualPaths: fc.Arbitrary<EqualPaths> = fc
  .record({
    drawn: fc.array(
      fc.tuple(
        ends,
        fc.record({
          latency: fc.constantFrom(0, 0, 1, 2),
          bandwidth_mbps: fc.constantFrom(1, 2, 4),
          directed: fc.constantFrom(false, false, true),
        }),
      ),
      { minLength: 4, maxLength: 16 },
    ),
    flowEnds: ends,
    metric: fc.constantFrom(...ROUTING_METRICS),
    seed: fc.nat(),
  })
  .map(({ drawn, flowEnds, ...rest }) => ({
    links: drawn.map(([{ from, to }, properties], i) => link(from, to, { id: `link ${i}`, ...properties })),
    ...flowEnds,
    ...rest,
  }));

/** What such a link costs, in whole numbers. */
export function wholeWeight({ link: { latency, bandwidth_mbps } }: Direction, metric: RoutingMetric): number {
  return { latency, hops: 1, bandwidth: 4 / bandwidth_mbps }[metric];
}

export interface Length {
  weight: number;
  hops: number;
}

/**
 * How far every node is from the destination: the smallest weight, and the fewest hops of the paths that have it. By R. Bellman's and
 * L. Ford's relaxation, until nothing changes.
 */
export function lengthsTo(destination: string, links: readonly NetworkLink[], metric: RoutingMetric): Map<string, Length> {
  const lengths = new Map([[destination, { weight: 0, hops: 0 }]]);
  const directions = directionsOf(links);
  for (let changed = true; changed;) {
    changed = false;
    for (const direction of directions) {
      const ahead = lengths.get(direction.to);
      if (!ahead) continue;
      const through = { weight: ahead.weight + wholeWeight(direction, metric), hops: ahead.hops + 1 };
      const known = lengths.get(direction.from);
      if (known && (known.weight < through.weight || (known.weight === through.weight && known.hops <= through.hops))) continue;
      lengths.set(direction.from, through);
      changed = true;
    }
  }
  return lengths;
}
