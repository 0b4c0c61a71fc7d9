import type { Graph } from './graph.js';
import { ShortestPathTree } from './shortest-path-tree.js';

/** Sums of the weights of one way, added in two orders, may differ in their last bits. */
const ROUNDING = 1e-12;

/** With more better channels than this, all ways are found anew instead. */
const MOST = 64;

/** Tells whether a way from a node to a destination of the given length, in weights, can be bettered or matched by what has become better. */
export type Shortcuts = (node: number, destination: number, length: number) => boolean;

/**
 * A way over a channel from u to v that has become better is at least as long as the distance to u, the channel and the distance from v
 * together, so two searches per channel tell for all ways which of them it may concern.
 */
export function shortcuts(graph: Graph): Shortcuts {
  if (!graph.better) return () => false;
  if (graph.better.size > MOST) return () => true;
  const inwards = new ShortestPathTree(graph);
  const outwards = new ShortestPathTree(graph, true);
  const better = [...graph.better].map((channel) => ({
    weight: graph.weight[channel],
    before: inwards.distancesFrom(graph.channels.from[channel]),
    behind: outwards.distancesFrom(graph.channels.to[channel]),
  }));
  return (node, destination, length) =>
    better.some(({ weight, before, behind }) => {
      const through = before[node] + weight + behind[destination];
      return through < Infinity && through <= length * (1 + ROUNDING);
    });
}
