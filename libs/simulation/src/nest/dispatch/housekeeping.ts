import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { RecurringLog } from '@skein/problem';
import { ClaimStore } from '../../ports/claim-store.js';
import { DispatchOptions } from './dispatch-options.js';

const SWEEP_MS = 60_000;
/** Keys come with every change, thousands a second at most; what has expired since the last time is then a few batches. */
const REQUESTS_SWEEP_MS = 5_000;
/** Also of requests whose simulation was deleted: their repetition gets the first answer until then. */
const REQUEST_AGE_SEC = 24 * 3600;
/** Deleted per statement: few enough that nobody waits for the locks. */
const BATCH = 200;
/** These are small, nobody waits for them, and there may be millions. */
const REQUESTS_BATCH = 10_000;

interface Sweep {
  everyMs: number;
  sweep: () => Promise<void>;
  timer: NodeJS.Timeout | undefined;
  /** The one that goes on; null between two. */
  sweeping: Promise<void> | null;
}

/** Deletes what nobody needs any more, a batch at a time: old change requests, snapshots of runs that are over and, where a retention is set, simulations that ended long ago. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly faults = new RecurringLog(new Logger(Housekeeping.name));
  private readonly sweeps: readonly Sweep[];
  private stopping = false;

  constructor(
    private readonly store: ClaimStore,
    private readonly options: DispatchOptions,
  ) {
    // Each by itself: keys must not pile up while many simulations are deleted, or cannot be.
    this.sweeps = [
      { everyMs: REQUESTS_SWEEP_MS, sweep: () => this.forgetRequests(), timer: undefined, sweeping: null },
      { everyMs: SWEEP_MS, sweep: () => this.forgetRuns(), timer: undefined, sweeping: null },
    ];
  }

  onApplicationBootstrap(): void {
    for (const sweep of this.sweeps) {
      sweep.timer = setInterval(() => this.begin(sweep), sweep.everyMs);
      this.begin(sweep);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    for (const { timer } of this.sweeps) clearInterval(timer);
    await Promise.all(this.sweeps.map(({ sweeping }) => sweeping ?? Promise.resolve()));
  }

  private begin(of: Sweep): void {
    of.sweeping ??= of
      .sweep()
      .catch((error: unknown) => this.faults.warn('Old records were not deleted; it is tried again', error))
      .finally(() => (of.sweeping = null));
  }

  private forgetRequests(): Promise<void> {
    return this.inBatches(REQUESTS_BATCH, (most) => this.store.forgetRequests(REQUEST_AGE_SEC, most));
  }

  private async forgetRuns(): Promise<void> {
    await this.store.forgetSnapshots();
    const { retentionSec } = this.options;
    if (retentionSec !== null) await this.inBatches(BATCH, (most) => this.store.forgetEnded(retentionSec, most));
  }

  private async inBatches(most: number, forget: (most: number) => Promise<number>): Promise<void> {
    let deleted = most;
    while (deleted === most && !this.stopping) deleted = await forget(most);
  }
}
