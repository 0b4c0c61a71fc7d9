import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@skein/problem';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { PresentResultsStore } from '../../ports/present-results-store.js';
import type { ResultsText } from '../../ports/simulation-store.js';
import { RunnerControl } from '../dispatch/runner-control.js';
import type { Asker } from './asker.js';
import { FairQueue } from './fair-queue.js';
import { JointQuestions } from './joint-questions.js';

/** Texts of runners that are in this process at once, before they are packed. */
const LANES = 4;
const PER_CLIENT = 16;
const WAITING = 128;
/** How long a request waits for the server that holds a simulation. */
export const HOLDER_DEADLINE_MS = 5_000;
const FIRST_LOOK_MS = 50;
const LATER_LOOK_MS = 250;

/**
 * The results that a running or paused simulation has just now. Its runner's text is passed on where it is small; large texts are written down, and go out from there
 * in pieces, so that none is held for a client that reads slowly. A simulation of another server's is asked for through the database.
 */
@Injectable()
export class LiveResults {
  private readonly queue = new FairQueue({ lanes: LANES, perClient: PER_CLIENT, waiting: WAITING, what: 'results of running simulations' });
  /** By simulation and claim. */
  private readonly questions = new JointQuestions<ResultsText | null>();
  /** Requests that wait for another server. */
  private asking = 0;

  constructor(
    private readonly store: PresentResultsStore,
    private readonly control: RunnerControl,
  ) {}

  /**
   * Null where a look at the simulation's record will show that it has gone on.
   * @throws DomainError `unavailable` where the server that holds it does not answer in time, or nobody holds it just now
   */
  async of(record: SimulationRecord, asker: Asker): Promise<ResultsText | null> {
    if (this.control.holds(record)) return this.own(record, asker, null);
    return this.others(record, asker.signal);
  }

  /**
   * @param takenAt where another server asks: a time of the database's before now
   */
  own(record: Pick<SimulationRecord, 'simId' | 'epoch' | 'run'>, asker: Asker, takenAt: string | null): Promise<ResultsText | null> {
    const key = `${record.simId} ${record.epoch} ${takenAt === null}`;
    return this.questions.ask(key, asker.signal, (left, begun) =>
      this.queue.run(asker.client, left, async () => {
        begun();
        const text = await this.control.results(record);
        return text === null ? null : this.store.put(record.simId, record.run, text, takenAt);
      }),
    );
  }

  private async others({ simId, run, runner }: SimulationRecord, signal: AbortSignal): Promise<ResultsText | null> {
    if (this.asking >= WAITING)
      throw new DomainError('unavailable', `${WAITING} requests wait for other servers already; send the request again later.`);
    this.asking += 1;
    try {
      const since = await this.store.ask(simId);
      const endMs = Date.now() + HOLDER_DEADLINE_MS;
      for (let pauseMs = FIRST_LOOK_MS; Date.now() < endMs; pauseMs = Math.min(2 * pauseMs, LATER_LOOK_MS)) {
        await delay(pauseMs, undefined, { signal });
        const found = await this.store.find(simId, run, since);
        if (found !== null) return found;
      }
    } finally {
      this.asking -= 1;
    }
    const why = runner === null ? 'it has lost its runner, and is being brought back' : 'the server that holds it has not answered';
    throw new DomainError('unavailable', `The results so far cannot be had just now: ${why}. Send the request again.`);
  }
}
