import type { NumberedType } from '../../ports/event-store.js';
import type { EventReader } from './event-reader.js';

/** So many simulations are asked for one by one; beyond that, reading everything costs less. */
const MOST_SINGLE = 1_000;

/** What some of these readers want: one query for all of them. */
export function wantedByAll(readers: readonly EventReader[]): { simIds: string[] | null; types: NumberedType[] } {
  const types = new Set(readers.flatMap((reader) => reader.types));
  const simIds = new Set<string>();
  for (const { filter } of readers) {
    if (filter.simIds === null) return { simIds: null, types: [...types] };
    for (const simId of filter.simIds) simIds.add(simId);
  }
  return { simIds: simIds.size > MOST_SINGLE ? null : [...simIds], types: [...types] };
}
