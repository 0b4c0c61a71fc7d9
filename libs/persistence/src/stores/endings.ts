import type { ClaimEnd } from '@skein/simulation';
import { Batches } from '../database/batches.js';
import type { Database } from '../database/database.js';
import { lanesApart } from '../database/is-transient.js';
import { END_CLAIMS } from '../sql/end-claims.js';
import { packTexts } from './packed-texts.js';

const MOST = 256;

/** One: two that end many could wait for each other's rows in a ring. */
const LANES = 1;

/** Under load, ends gather this long: one alone costs the database eight times what it costs among sixteen. */
const GATHER_MS = 5;

/** Ends claims, those that end at about the same time in one statement. The result of an item says whether its claim still held. */
export function endings(database: Database): Batches<ClaimEnd, boolean> {
  const run = async (items: ClaimEnd[]): Promise<boolean[]> => {
    const rows = await database.rows<{ place: number }>(END_CLAIMS, parametersOf(items));
    const ended = new Set(rows.map(({ place }) => place));
    return items.map((_, i) => ended.has(i + 1));
  };
  return new Batches(run, {
    lanes: LANES,
    most: MOST,
    gatherMs: GATHER_MS,
    bytesOf: ({ ended }) => ended?.results.length ?? 0,
    lanesApart,
  });
}

function parametersOf(items: readonly ClaimEnd[]): unknown[] {
  const results = packTexts(items.map(({ ended }) => ended?.results ?? null));
  const column = <T>(of: (item: ClaimEnd) => T): T[] => items.map(of);
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
    results.starts,
    results.lengths,
  ];
}
