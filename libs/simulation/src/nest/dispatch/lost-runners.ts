import { Injectable, Logger } from '@nestjs/common';
import type { Runner } from '@skein/runner';
import { step } from '../../lifecycle/transitions.js';
import { ClaimStore } from '../../ports/claim-store.js';
import { fullJitterMs } from './backoff.js';
import { MAX_ATTEMPTS } from './dispatch-options.js';
import { Holdings, type Holding } from './holdings.js';
import { UntilWritten } from './until-written.js';

const RETRY_BASE_MS = 1_000;
const RETRY_CAP_MS = 60_000;

/**
 * Brings back what a dead runner held. What had got somewhere is simply pending again. What had not moved at all may be
 * what killed the runner: it is tried again after a pause, and fails after its third attempt.
 */
@Injectable()
export class LostRunners {
  private readonly logger = new Logger(LostRunners.name);
  private readonly recovering = new Set<Runner>();

  constructor(
    private readonly store: ClaimStore,
    private readonly holdings: Holdings,
    private readonly untilWritten: UntilWritten,
  ) {}

  /** While true, the runner must not be given work: what it held is still being returned under its name. */
  isRecovering(runner: Runner): boolean {
    return this.recovering.has(runner);
  }

  async recover(runner: Runner, reason: string): Promise<void> {
    this.recovering.add(runner);
    const lost = this.holdings.of(runner);
    this.logger.error(`Runner ${runner.id} died with ${lost.length} simulations: ${reason}`);
    try {
      for (const holding of lost) await this.returnToQueue(holding, reason);
    } catch (error) {
      this.logger.error(`Simulations of ${runner.id} wait for its lease to run out: ${String(error)}`);
    } finally {
      this.recovering.delete(runner);
    }
  }

  private async returnToQueue({ claim, moved }: Holding, reason: string): Promise<void> {
    const key = { simId: claim.sim_id, epoch: claim.epoch };
    if (moved) {
      await this.untilWritten.run(() => this.store.lose(key, step('running', 'lose', `its runner died: ${reason}`)));
    } else {
      const failures = ((await this.untilWritten.run(() => this.store.retries(key))) ?? 0) + 1;
      if (failures < MAX_ATTEMPTS) {
        const delaySec = fullJitterMs(failures, RETRY_BASE_MS, RETRY_CAP_MS) / 1000;
        const again = step('running', 'retry', `attempt ${failures} failed, its runner died: ${reason}`);
        await this.untilWritten.run(() => this.store.retry(key, again, delaySec));
      } else {
        const error = { code: 'runner_lost', message: `The runner died in each of ${failures} attempts, the last time: ${reason}` };
        await this.untilWritten.run(() => this.store.end({ ...key, error, step: step('running', 'fail', error.message) }));
      }
    }
    this.holdings.remove(claim);
  }
}
