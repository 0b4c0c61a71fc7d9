import { Injectable, Logger } from '@nestjs/common';
import { RecurringLog } from '@skein/problem';
import type { Claim, Runner } from '@skein/runner';
import { ClaimStore } from '../../ports/claim-store.js';
import { SimulationMetrics } from '../../ports/simulation-metrics.js';
import { Holdings } from './holdings.js';
import { lossOf } from './loss.js';
import { UntilWritten } from './until-written.js';

/** Frees what a dead runner of this server held, at once instead of when its lease runs out. */
@Injectable()
export class LostRunners {
  private readonly logger = new Logger(LostRunners.name);
  private readonly faults = new RecurringLog(this.logger);
  private readonly recovering = new Set<Runner>();

  constructor(
    private readonly store: ClaimStore,
    private readonly holdings: Holdings,
    private readonly untilWritten: UntilWritten,
    private readonly metrics: SimulationMetrics,
  ) {}

  /** While true, the runner must not be given work: what it held is still being freed under its name. */
  isRecovering(runner: Runner): boolean {
    return this.recovering.has(runner);
  }

  /** @param claims what was running there and is not any more */
  async recover(runner: Runner, reason: string, claims: readonly Claim[], handedBack: boolean): Promise<void> {
    this.recovering.add(runner);
    if (handedBack) {
      this.logger.log(`Runner ${runner.id} has handed ${claims.length} simulations back: ${reason}`, { runner: runner.id });
    } else {
      this.metrics.lost(claims.length, 'death');
      this.logger.error(`Runner ${runner.id} was lost with ${claims.length} simulations: ${reason}`, { runner: runner.id });
    }
    try {
      const lost = claims.map(({ sim_id, epoch }) => ({ simId: sim_id, epoch }));
      await this.untilWritten.run(() => this.store.lose(lost, lossOf(reason, !handedBack)));
    } catch (error) {
      this.faults.error('Simulations of a lost runner wait until their lease has run out', error, { runner: runner.id });
    } finally {
      for (const claim of claims) this.holdings.remove(claim);
      this.recovering.delete(runner);
    }
  }
}
