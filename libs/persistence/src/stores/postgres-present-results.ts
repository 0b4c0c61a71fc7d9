import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PresentResultsStore, type ResultsText } from '@skein/simulation';
import { Database } from '../database/database.js';
import {
  ASK_RESULTS,
  ASKED_RESULTS,
  FIND_PRESENT_RESULTS,
  FORGET_PRESENT_RESULTS,
  PUT_PRESENT_RESULTS,
  READ_PRESENT_PIECE,
} from '../sql/present-results.js';
import { keptResults } from './kept-results.js';
import { unpacked } from './results-pieces.js';

@Injectable()
export class PostgresPresentResults extends PresentResultsStore {
  constructor(private readonly database: Database) {
    super();
  }

  async ask(simId: string): Promise<string> {
    const row = await this.database.row<{ asked_at: string }>(ASK_RESULTS, [simId]);
    return row!.asked_at;
  }

  async asked(most: number): Promise<{ simId: string; now: string }[]> {
    const rows = await this.database.rows<{ sim_id: string; now: string }>(ASKED_RESULTS, [most]);
    return rows.map(({ sim_id, now }) => ({ simId: sim_id, now }));
  }

  async put(simId: string, run: number, results: string, takenAt: string | null): Promise<ResultsText> {
    const id = randomUUID();
    const { packed } = await keptResults(results);
    if (packed === null && takenAt === null) return results;
    await this.database.rows(PUT_PRESENT_RESULTS, [id, simId, run, packed === null ? results : null, takenAt, packed]);
    return packed === null ? results : this.pieces(id, packed.byteLength);
  }

  async find(simId: string, run: number, since: string): Promise<ResultsText | null> {
    const row = await this.database.row<FoundResults>(FIND_PRESENT_RESULTS, [simId, run, since]);
    if (row === null) return null;
    return row.text ?? this.pieces(row.id, row.packed_bytes ?? 0);
  }

  async forget(): Promise<void> {
    await this.database.rows(FORGET_PRESENT_RESULTS, []);
  }

  private pieces(id: string, bytes: number): AsyncIterable<Uint8Array> {
    return unpacked(bytes, async (from, length) => {
      const row = await this.database.row<{ piece: Buffer }>(READ_PRESENT_PIECE, [id, from, length]);
      return row && row.piece;
    });
  }
}

interface FoundResults {
  id: string;
  text: string | null;
  packed_bytes: number | null;
}
