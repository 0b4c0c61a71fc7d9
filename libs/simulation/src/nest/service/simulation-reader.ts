import { Injectable } from '@nestjs/common';
import { FROM_THE_START } from '@skein/runner';
import { DomainError } from '@skein/problem';
import { isSimId } from '../../documents/list-cursor.js';
import { resultsDocument } from '../../documents/results-document.js';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { SimulationStore, type ListCursor, type ListQuery } from '../../ports/simulation-store.js';
import { RunnerControl } from '../dispatch/runner-control.js';

/** Answers questions about simulations; changes nothing. */
@Injectable()
export class SimulationReader {
  constructor(
    private readonly store: SimulationStore,
    private readonly control: RunnerControl,
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

  private async resultsOf(record: SimulationRecord): Promise<string> {
    if (record.status === 'pending') {
      throw new DomainError('results_pending', 'The simulation is pending; ask again once its status is running.');
    }
    if (record.status === 'running' || record.status === 'paused') return this.control.results(record);
    const recorded = await this.store.results(record.simId, record.run);
    if (recorded !== null) return recorded;
    if (record.status === 'failed')
      throw new DomainError('no_results', `The simulation failed before it had results: ${record.error?.message}`);
    const scenario = await this.store.scenario(record.simId);
    if (scenario === null) return this.find(record.simId).then((found) => this.resultsOf(found));
    return this.control.replay(scenario, FROM_THE_START);
  }
}
