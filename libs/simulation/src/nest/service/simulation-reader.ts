import { Injectable } from '@nestjs/common';
import type { Course, ResultsAt } from '@skein/runner';
import { DomainError, VersionConflict } from '@skein/problem';
import { isSimId } from '../../documents/list-cursor.js';
import { requestDocument } from '../../documents/request-document.js';
import { resultsDocument } from '../../documents/results-document.js';
import { reachedSec } from '../../lifecycle/reached.js';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { SimulationStore, type ListCursor, type ListQuery } from '../../ports/simulation-store.js';
import { RunnerControl } from '../dispatch/runner-control.js';
import type { EditedTopologyDocument, EditLogDocument } from '../dto/edits.dto.js';
import { EditedSimulations } from './edited-simulations.js';

/** Answers questions about simulations; changes nothing. */
@Injectable()
export class SimulationReader {
  constructor(
    private readonly store: SimulationStore,
    private readonly control: RunnerControl,
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
   * JSON text of the request that made a simulation.
   * @throws DomainError `unknown_simulation`
   */
  async request(simId: string): Promise<string> {
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

  /**
   * JSON text of the results document.
   * @throws DomainError `results_pending`, `no_results`, `unknown_simulation`; Unavailable while its runner cannot be asked
   */
  async results(simId: string): Promise<string> {
    const record = await this.find(simId);
    return resultsDocument(record, await this.resultsOf(record));
  }

  /**
   * The final results of where a simulation is recorded to be, which no runner of this server can be asked for; null where working them
   * out takes longer than the deadline.
   */
  async lastRecorded(record: SimulationRecord, deadlineMs: number): Promise<ResultsAt | null> {
    const scenario = await this.store.scenario(record.simId);
    if (scenario === null) throw new VersionConflict(record.simId);
    return this.control.replay(scenario, await this.course(record), true, deadlineMs).catch(() => null);
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

  /** What brings a simulation to where it is recorded to be. */
  private async course(record: SimulationRecord): Promise<Course> {
    const { simId, run } = record;
    const [log, snapshot] = await Promise.all([this.store.edits(simId, run), this.store.snapshot(simId, run)]);
    const edits = log.map(({ seq, at_sec, edits }) => ({ seq, at_sec, edits }));
    return { edits, to_sec: reachedSec(record.simulatedSec, edits), paused: record.status === 'paused', snapshot };
  }

  private async resultsOf(record: SimulationRecord): Promise<string> {
    if (record.status === 'pending') {
      throw new DomainError('results_pending', 'The simulation is pending; ask again once its status is running.');
    }
    const going = record.status === 'running' || record.status === 'paused';
    const live = going ? await this.control.results(record) : null;
    if (live !== null) return live;
    const recorded = await this.store.results(record.simId, record.run);
    if (recorded !== null) return recorded;
    if (record.status === 'failed')
      throw new DomainError('no_results', `The simulation failed before it had results: ${record.error?.message}`);
    const scenario = await this.store.scenario(record.simId);
    if (scenario === null) return this.find(record.simId).then((found) => this.resultsOf(found));
    // What no runner of this server holds has the same results, to the last bit, when it is gone through once more.
    return (await this.control.replay(scenario, await this.course(record), !going)).results;
  }
}
