import { BreadthFirst } from './breadth-first.js';
import type { Components } from './components.js';
import type { Graph } from './graph.js';
import { ParallelSearches, SOURCES_PER_PASS } from './parallel-searches.js';
import { neighbors } from './neighbors.js';

/** Neighbors looked at before giving up: some seconds, of a thread that serves nobody else. */
export const MAX_DIAMETER_STEPS = 5e8;

/**
 * Longest shortest path within a component, in hops; exact, or null where finding out would take more than `MAX_DIAMETER_STEPS`.
 *
 * The method is iFUB (Crescenzi, Grossi, Habib, Lanzi, Marino: On computing the diameter of real-world undirected graphs, 2013): from a
 * node in the middle, the farthest nodes are searched from first, and as soon as the longest path found exceeds twice the distance of
 * those that remain, none of them can be the end of a longer one.
 */
export function diameter(graph: Graph, { of }: Components, maxSteps = MAX_DIAMETER_STEPS): number | null {
  const adjacent = neighbors(graph);
  const search = new BreadthFirst(graph.nodes, adjacent);
  const searches = new ParallelSearches(graph.nodes, adjacent);
  let longest = 0;
  for (let node = 0; node < graph.nodes; node++) {
    if (of[node] !== node) continue;
    const { middle, lowerBound } = findMiddle(search, node);
    longest = Math.max(longest, lowerBound);
    search.eccentricity(middle);
    for (let end = search.reached; end > 0 && longest < 2 * search.hops[search.order[end - 1]]; end -= SOURCES_PER_PASS) {
      if (search.steps + searches.steps > maxSteps) return null;
      const farthest = search.order.subarray(Math.max(0, end - SOURCES_PER_PASS), end);
      longest = Math.max(longest, searches.eccentricity(farthest));
    }
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
