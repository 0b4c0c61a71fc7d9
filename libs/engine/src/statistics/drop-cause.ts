import type { Drops } from '../results/results.js';

/** Positions in a row of drop counts, and its length. */
export const enum DropCause {
  LOSS,
  QUEUE,
  NO_ROUTE,
  LINK_DOWN,
  WIDTH,
}

/** @param at where the row begins. */
export function readDrops(counts: Float64Array, at: number): Drops {
  return {
    loss: counts[at + DropCause.LOSS],
    queue: counts[at + DropCause.QUEUE],
    no_route: counts[at + DropCause.NO_ROUTE],
    link_down: counts[at + DropCause.LINK_DOWN],
  };
}

export function sumDrops(drops: Drops): number {
  return drops.loss + drops.queue + drops.no_route + drops.link_down;
}
