import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ClaimStore } from '../../ports/claim-store.js';
import { DispatchOptions } from './dispatch-options.js';

const SWEEP_MS = 60_000;
const REQUEST_AGE_SEC = 24 * 3600;
/** Deleted per statement: few enough that nobody waits for the locks. */
const BATCH = 200;
/** These are small, nobody waits for them, and there may be millions. */
const REQUESTS_BATCH = 10_000;

/** Deletes what nobody needs any more, a batch at a time: old change requests, snapshots of runs that are over and, where a retention is set, simulations that ended long ago. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Housekeeping.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | null = null;
  private stopping = false;

  constructor(
    private readonly store: ClaimStore,
    private readonly options: DispatchOptions,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.begin(), SWEEP_MS);
    this.begin();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.sweeping;
  }

  private begin(): void {
    this.sweeping ??= this.sweep()
      .catch((error: unknown) => this.logger.warn(`What is old was not deleted; it will be tried again: ${String(error)}`))
      .finally(() => (this.sweeping = null));
  }

  private async sweep(): Promise<void> {
    await this.inBatches(REQUESTS_BATCH, (most) => this.store.forgetRequests(REQUEST_AGE_SEC, most));
    await this.store.forgetSnapshots();
    const { retentionSec } = this.options;
    if (retentionSec !== null) await this.inBatches(BATCH, (most) => this.store.forgetEnded(retentionSec, most));
  }

  private async inBatches(most: number, forget: (most: number) => Promise<number>): Promise<void> {
    let deleted = most;
    while (deleted === most && !this.stopping) deleted = await forget(most);
  }
}
