import { Injectable } from '@nestjs/common';
import { DomainError } from '@skein/problem';
import { resultsDocument } from '../../documents/results-document.js';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { SimulationStore, type ResultsText } from '../../ports/simulation-store.js';
import { SimulationReader } from '../service/simulation-reader.js';
import type { Asker } from './asker.js';
import { LateResults } from './late-results.js';
import { LiveResults } from './live-results.js';

/** How often a simulation may go on while its results are being looked for. */
const LOOKS = 5;

/** Finds the results of a simulation. No read has it simulated again. */
@Injectable()
export class ResultsReader {
  constructor(
    private readonly reader: SimulationReader,
    private readonly store: SimulationStore,
    private readonly live: LiveResults,
    private readonly late: LateResults,
  ) {}

  /**
   * Text of the results document, in pieces.
   * @throws DomainError `results_pending`, `no_results`, `unknown_simulation`, `unavailable`
   */
  async document(simId: string, asker: Asker): Promise<AsyncIterable<string | Uint8Array>> {
    for (let look = 1; look <= LOOKS; look++) {
      asker.signal.throwIfAborted();
      const record = await this.reader.find(simId);
      const results = await this.resultsOf(record, asker);
      if (results !== null) return resultsDocument(record, results);
    }
    throw new DomainError('unavailable', 'The simulation went on while its results were looked for; send the request again.');
  }

  /** Null where the simulation has gone on since it was read. */
  private async resultsOf(record: SimulationRecord, asker: Asker): Promise<ResultsText | null> {
    if (record.status === 'pending') {
      throw new DomainError('results_pending', 'The simulation is pending; ask again once its status is running.');
    }
    if (record.status === 'running' || record.status === 'paused') return this.live.of(record, asker);
    const recorded = await this.store.results(record.simId, record.run);
    if (recorded !== null) return recorded;
    if (record.status === 'failed')
      throw new DomainError('no_results', `The simulation failed before it had results: ${record.error?.message}`);
    if (record.status === 'stopped') await this.late.recorded(record, asker);
    return null;
  }
}
