import type { SubmittedTexts } from '@skein/simulation';
import type { Database } from '../database/database.js';
import { SUBMITTED, SUBMITTED_PIECE } from '../sql/submitted.js';

/** Requests up to this size, in bytes, are read at once; larger ones in pieces of this size. */
const PIECE_BYTES = 1024 * 1024;

interface FoundRequest {
  bytes: number | null;
  request: Buffer | null;
  scenario: string | null;
}

/** @returns null where there is no such simulation */
export async function readSubmitted(database: Database, simId: string): Promise<SubmittedTexts | null> {
  const found = await database.row<FoundRequest & object>(SUBMITTED, [simId, PIECE_BYTES]);
  if (found === null) return null;
  if (found.scenario !== null) return { request: null, scenario: found.scenario };
  return { request: found.request ? [found.request] : pieces(database, simId, found.bytes ?? 0), scenario: '' };
}

/** The next piece is read only when the reader has taken the one before. */
async function* pieces(database: Database, simId: string, bytes: number): AsyncGenerator<Uint8Array> {
  for (let from = 1; from <= bytes; from += PIECE_BYTES) {
    const row = await database.row<{ piece: Buffer }>(SUBMITTED_PIECE, [simId, from, PIECE_BYTES]);
    if (!row) throw new Error('The simulation was deleted while its request was being read.');
    yield row.piece;
  }
}
