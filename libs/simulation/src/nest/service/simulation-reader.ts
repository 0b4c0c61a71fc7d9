import { Injectable } from '@nestjs/common';
import { DomainError } from '@skein/problem';
import { editLogDocument } from '../../documents/edit-log-document.js';
import { isSimId } from '../../documents/list-cursor.js';
import { requestDocument } from '../../documents/request-document.js';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { SimulationStore, type ListCursor, type ListQuery } from '../../ports/simulation-store.js';
import { EditedSimulations } from './edited-simulations.js';

/** Simulations that are read from the database at once. */
const MOST_AT_ONCE = 100;
/** A page ends when it comes to about so many bytes: a simulation that was restarted ten thousand times has as many transitions. */
const MOST_LISTED = 2 * 1024 * 1024;

/** Answers questions about simulations; changes nothing. */
@Injectable()
export class SimulationReader {
  constructor(
    private readonly store: SimulationStore,
    private readonly simulations: EditedSimulations,
  ) {}

  /** @throws DomainError `unknown_simulation`, also for what is no id at all */
  async find(simId: string): Promise<SimulationRecord> {
    const record = isSimId(simId) ? await this.store.find(simId) : null;
    if (record) return record;
    throw new DomainError(
      'unknown_simulation',
      `There is no simulation ${JSON.stringify(simId.slice(0, 100))}; GET /simulations lists what there is.`,
    );
  }

  /**
   * JSON text of the request that made a simulation, in pieces.
   * @throws DomainError `unknown_simulation`
   */
  async request(simId: string): Promise<AsyncIterable<string | Uint8Array>> {
    const record = await this.find(simId);
    const submitted = await this.store.submitted(simId);
    // Deleted between the two: then the first of them finds nothing any more.
    return submitted ? requestDocument(record, submitted) : this.request(simId);
  }

  /** A page, newest first, and where the next one starts; null behind the last. One that would be large ends early. */
  async list(query: ListQuery): Promise<{ records: SimulationRecord[]; next: ListCursor | null }> {
    const records: SimulationRecord[] = [];
    let after = query.after;
    for (let weight = 0; weight < MOST_LISTED;) {
      const wanted = Math.min(query.limit - records.length, MOST_AT_ONCE);
      const found = await this.store.list({ ...query, after, limit: wanted + 1 });
      for (const record of found.slice(0, wanted)) {
        records.push(record);
        after = { createdAt: record.createdAt, simId: record.simId };
        weight += weightOf(record);
        if (weight >= MOST_LISTED) break;
      }
      if (found.length <= wanted && records.at(-1) === found.at(-1)) return { records, next: null };
      if (records.length === query.limit) break;
    }
    return { records, next: after };
  }

  /** JSON text of the edits of the present run, in pieces: each of their operations may be megabytes. */
  async editLog(simId: string): Promise<AsyncIterable<string>> {
    const { run } = await this.find(simId);
    return editLogDocument(simId, run, this.store.editPages(simId, run));
  }

  /** The network as edits have left it: its version, and JSON text of the document. */
  async topology(simId: string): Promise<{ version: number; text: string }> {
    const record = await this.find(simId);
    const { version } = record;
    const text = await this.simulations.document(record);
    if (text === null) return this.topology(simId);
    return { version, text: `${JSON.stringify({ sim_id: simId, version }).slice(0, -1)},${text.slice(1)}` };
  }
}

/** About the bytes that a simulation takes in a list. */
function weightOf({ transitions, labels, warnings }: SimulationRecord): number {
  return 1_500 + 200 * transitions.length + JSON.stringify([labels, warnings]).length;
}
