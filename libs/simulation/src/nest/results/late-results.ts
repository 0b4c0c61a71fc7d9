import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '@skein/problem';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { SimulationStore } from '../../ports/simulation-store.js';
import { Courses } from '../service/courses.js';
import type { Asker } from './asker.js';
import { FairQueue } from './fair-queue.js';

/** How long a request waits for results that are being worked out. */
const PATIENCE_MS = 5_000;
/** Of runs whose results could not be worked out, so many are remembered: they are not tried again here. */
const MOST_FAILED = 10_000;

/**
 * Results of runs that were stopped while no runner could be asked for them: worked out once, one run at a time, and recorded. Most have never begun, and are
 * results of nothing.
 */
@Injectable()
export class LateResults {
  private readonly logger = new Logger(LateResults.name);
  private readonly queue = new FairQueue({ lanes: 1, perClient: 16, waiting: 64, what: 'results of stopped simulations' });
  private readonly working = new Map<string, Promise<boolean>>();
  private readonly failed = new Set<string>();

  constructor(
    private readonly store: SimulationStore,
    private readonly courses: Courses,
  ) {}

  /**
   * Resolves when the results of a stopped run are recorded.
   * @throws DomainError `no_results` where they could not be worked out, `unavailable` while that takes longer
   */
  async recorded(record: SimulationRecord, asker: Asker): Promise<void> {
    const key = `${record.simId} ${record.run}`;
    if (this.failed.has(key)) throw noResults(record);
    let work = this.working.get(key);
    if (!work) {
      work = this.queue.run(asker.client, null, () => this.workOut(record, key)).finally(() => this.working.delete(key));
      this.working.set(key, work);
    }
    const late = Symbol('late');
    let timer: NodeJS.Timeout | undefined;
    const first = await Promise.race([work, new Promise<typeof late>((resolve) => (timer = setTimeout(() => resolve(late), PATIENCE_MS)))]);
    clearTimeout(timer);
    if (first === late) {
      work.catch(() => undefined);
      throw new DomainError(
        'unavailable',
        'The results of this stopped simulation are still being worked out; send the request again later.',
      );
    }
    if (!first) throw noResults(record);
  }

  private async workOut(record: SimulationRecord, key: string): Promise<boolean> {
    try {
      const ended = await this.courses.replay(record, true);
      await this.store.addResults(record.simId, record.run, ended.results);
      return true;
    } catch (error) {
      this.logger.warn(`The results of simulation ${record.simId} were not worked out: ${String(error)}`, { sim_id: record.simId });
      if (this.failed.size >= MOST_FAILED) this.failed.clear();
      this.failed.add(key);
      return false;
    }
  }
}

function noResults({ simulatedSec }: SimulationRecord): DomainError {
  return new DomainError(
    'no_results',
    `The simulation was stopped at ${simulatedSec} s while its runner did not answer, and its results could not be worked out within a minute. Restart it to run it again.`,
  );
}
