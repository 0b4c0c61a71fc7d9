import { BreadthFirst } from './breadth-first.js';
import type { Components } from './components.js';
import type { Graph } from './graph.js';
import { neighbors } from './neighbors.js';

/** Neighbors looked at before giving up: about a second. */
export const MAX_DIAMETER_STEPS = 2e8;

/**
 * Longest shortest path within a component, in hops; exact, or null where finding out would take more than `MAX_DIAMETER_STEPS`.
 *
 * The method is iFUB (Crescenzi, Grossi, Habib, Lanzi, Marino: On computing the diameter of real-world undirected graphs, 2013): from a
 * node in the middle, the farthest nodes are searched from first, and as soon as the longest path found exceeds twice the distance of
 * those that remain, none of them can be the end of a longer one.
 */
export function diameter(graph: Graph, { of }: Components, maxSteps = MAX_DIAMETER_STEPS): number | null {
  const search = new BreadthFirst(graph.nodes, neighbors(graph));
  let longest = 0;
  for (let node = 0; node < graph.nodes; node++) {
    if (of[node] !== node) continue;
    const found = diameterFrom(search, node, longest, maxSteps);
    if (found === null) return null;
    longest = found;
  }
  return longest;
}

/** The greater of `longest` and the diameter of the component of `node`. */
function diameterFrom(search: BreadthFirst, node: number, longest: number, maxSteps: number): number | null {
  const { middle, lowerBound } = findMiddle(search, node);
  longest = Math.max(longest, lowerBound);
  search.eccentricity(middle);
  const order = search.order.slice(0, search.reached);
  const hops = search.hops.slice();
  for (let index = order.length - 1; index >= 0; index--) {
    if (longest >= 2 * hops[order[index]]) return longest;
    if (search.steps > maxSteps) return null;
    longest = Math.max(longest, search.eccentricity(order[index]));
  }
  return longest;
}

/** A node halfway along a long shortest path: two double sweeps, each from where the last one ended, then back half of the way. */
function findMiddle(search: BreadthFirst, node: number): { middle: number; lowerBound: number } {
  let middle = node;
  let lowerBound = 0;
  for (let sweep = 0; sweep < 2; sweep++) {
    search.eccentricity(middle);
    const end = search.order[search.reached - 1];
    const length = search.eccentricity(end);
    lowerBound = Math.max(lowerBound, length);
    middle = search.backFrom(search.order[search.reached - 1], Math.floor(length / 2));
  }
  return { middle, lowerBound };
}
