import { Batches } from '../../database/batches.js';
import { lanesApart } from '../../database/is-transient.js';

/**
 * Few statements in flight, each with whatever has come meanwhile, see `Batches`. One at a time makes them larger: of agents that come together it took
 * two fifths of the work from the database, and a fifth from the server.
 */
export function groupCommit<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  { lanes = 1, bytesOf }: { lanes?: number; bytesOf?: (item: Item) => number } = {},
): Batches<Item, Result> {
  return new Batches(run, { lanes, most: 500, bytesOf, lanesApart });
}

/** The column of an array parameter. */
export function column<Item, T>(items: readonly Item[], of: (item: Item) => T): T[] {
  return items.map(of);
}

/** Text as the database takes it: it keeps no NUL. */
export function storable(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '\ufffd') : text;
}
