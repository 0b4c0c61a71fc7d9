import type { ClaimEnd } from '@skein/simulation';
import { Batches } from '../database/batches.js';
import type { Database } from '../database/database.js';
import { lanesApart } from '../database/is-transient.js';
import { END_CLAIMS } from '../sql/end-claims.js';
import type { KeptResults } from './kept-results.js';
import { packTexts } from './packed-texts.js';

const MOST = 256;

/** One: two that end many could wait for each other's rows in a ring. */
const LANES = 1;

/** Under load, ends gather this long: one alone costs the database eight times what it costs among sixteen. */
const GATHER_MS = 5;

/** An end, with its results as they are kept. */
export interface Ending extends ClaimEnd {
  kept: KeptResults | null;
}

/** Ends claims, those that end at about the same time in one statement. The result of an item says whether its claim still held. */
export function endings(database: Database): Batches<Ending, boolean> {
  const run = async (items: Ending[]): Promise<boolean[]> => {
    const rows = await database.rows<{ place: number }>(END_CLAIMS, parametersOf(items));
    const ended = new Set(rows.map(({ place }) => place));
    return items.map((_, i) => ended.has(i + 1));
  };
  return new Batches(run, {
    lanes: LANES,
    most: MOST,
    gatherMs: GATHER_MS,
    bytesOf: ({ kept }) => (kept?.packed ?? kept?.results)?.length ?? 0,
    lanesApart,
  });
}

function parametersOf(items: readonly Ending[]): unknown[] {
  const results = packTexts([
    ...items.map(({ kept }) => kept?.packed ?? kept?.results ?? null),
    ...items.map(({ kept }) => kept?.summary ?? null),
  ]);
  const { length } = items;
  const column = <T>(of: (item: Ending) => T): T[] => items.map(of);
  return [
    column(({ simId }) => simId),
    column(({ epoch }) => epoch),
    column(({ step }) => step.from),
    column(({ step }) => step.to),
    column(({ step }) => step.reason),
    column(({ ended }) => ended?.simulatedSec ?? null),
    column(({ error }) => error?.code ?? null),
    column(({ error }) => error?.message ?? null),
    results.bytes,
    results.starts.slice(0, length),
    results.lengths.slice(0, length),
    results.starts.slice(length),
    results.lengths.slice(length),
    column(({ kept }) => kept !== null && kept.packed !== null),
  ];
}
