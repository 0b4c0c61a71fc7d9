import type { ResultsText } from '@skein/simulation';
import type { Database } from '../database/database.js';
import { ADD_RESULTS, FIND_RESULTS, PACK_RESULTS, READ_PLAIN_RESULTS, READ_RESULTS_PIECE } from '../sql/read-results.js';
import { keptResults, MOST_PLAIN } from './kept-results.js';
import { unpacked } from './results-pieces.js';

interface FoundResults {
  packed_bytes: number | null;
  text: string | null;
}

/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const MOST_PLAIN_BYTES = 3 * MOST_PLAIN;

/** Results of runs that have ended. */
export class RecordedResults {
  /** The one that is being packed. */
  private packing: Promise<unknown> = Promise.resolve();

  constructor(private readonly database: Database) {}

  async read(simId: string, run: number): Promise<ResultsText | null> {
    const found = await this.database.row<FoundResults>(FIND_RESULTS, [simId, run, MOST_PLAIN_BYTES]);
    if (found === null) return null;
    if (found.text !== null) return found.text;
    if (found.packed_bytes !== null) return this.pieces(simId, run, found.packed_bytes);
    await this.packInTurn(simId, run);
    return this.read(simId, run);
  }

  async add(simId: string, run: number, results: string): Promise<void> {
    const { results: text, packed, summary } = await keptResults(results);
    await this.database.rows(ADD_RESULTS, [simId, run, text, packed, summary]);
  }

  private pieces(simId: string, run: number, bytes: number): AsyncIterable<Uint8Array> {
    return unpacked(bytes, async (from, length) => {
      const row = await this.database.row<{ piece: Buffer }>(READ_RESULTS_PIECE, [simId, run, from, length]);
      return row && row.piece;
    });
  }

  /** A server of before has written them as they are: packed when they are first read, one at a time, because each is in memory as a whole meanwhile. */
  private packInTurn(simId: string, run: number): Promise<unknown> {
    return (this.packing = this.packing.catch(() => undefined).then(() => this.pack(simId, run)));
  }

  private async pack(simId: string, run: number): Promise<void> {
    const row = await this.database.row<{ results: string }>(READ_PLAIN_RESULTS, [simId, run]);
    if (row === null) return;
    const { results, packed, summary } = await keptResults(row.results);
    await this.database.rows(PACK_RESULTS, [simId, run, results, packed, summary]);
  }
}
