import type { Drops } from '../results/results.js';

/** Positions in a row of drop counts. */
export const LOSS = 0;
export const QUEUE = 1;
export const NO_ROUTE = 2;
export const LINK_DOWN = 3;
/** Length of a row. */
export const CAUSES = 4;

export function readDrops(counts: Float64Array, row: number): Drops {
  const at = row * CAUSES;
  return { loss: counts[at + LOSS], queue: counts[at + QUEUE], no_route: counts[at + NO_ROUTE], link_down: counts[at + LINK_DOWN] };
}

export function sumDrops(drops: Drops): number {
  return drops.loss + drops.queue + drops.no_route + drops.link_down;
}
