import { Injectable } from '@nestjs/common';
import { DomainError } from '@skein/problem';
import { isSimId } from '../../documents/list-cursor.js';
import { requestDocument } from '../../documents/request-document.js';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { SimulationStore, type ListCursor, type ListQuery } from '../../ports/simulation-store.js';
import type { EditedTopologyDocument, EditLogDocument } from '../dto/edits.dto.js';
import { EditedSimulations } from './edited-simulations.js';

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

  /** A page, newest first, and where the next one starts; null behind the last. */
  async list(query: ListQuery): Promise<{ records: SimulationRecord[]; next: ListCursor | null }> {
    const found = await this.store.list({ ...query, limit: query.limit + 1 });
    const records = found.slice(0, query.limit);
    const last = records.at(-1);
    return { records, next: found.length > query.limit && last ? { createdAt: last.createdAt, simId: last.simId } : null };
  }

  /** The edits of the present run. */
  async editLog(simId: string): Promise<EditLogDocument> {
    const { run } = await this.find(simId);
    const log = await this.store.edits(simId, run);
    return {
      sim_id: simId,
      run,
      edits: log.map(({ seq, at_sec, at, edits }) => ({ edit: seq, simulated_sec: at_sec, at: at.toISOString(), operations: edits })),
    };
  }

  /** The network as edits have left it. */
  async topology(simId: string): Promise<EditedTopologyDocument> {
    const record = await this.find(simId);
    const edited = await this.simulations.read(record);
    if (!edited) return this.topology(simId);
    const { network } = edited;
    const topology = network.network();
    const ids = (things: readonly { id: string }[], failed: (id: string) => boolean) => things.map(({ id }) => id).filter(failed);
    const failed = {
      routers: ids(topology.nodes, (id) => network.nodeFailed(id)),
      links: ids(topology.links, (id) => network.linkFailed(id)),
    };
    return { sim_id: simId, version: record.version, topology, traffic: network.traffic(), failed };
  }
}
