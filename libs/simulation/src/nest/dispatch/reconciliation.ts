import { Injectable, Logger } from '@nestjs/common';
import type { Runner } from '@skein/runner';
import { ClaimStore } from '../../ports/claim-store.js';
import { Assignments } from './assignments.js';
import { Holdings } from './holdings.js';
import { lossOf } from './loss.js';
import { RunnerRegistry } from './runner-registry.js';

/**
 * Compares what the runners of this server hold with what is on record. What runs although its claim no longer holds is stopped: its reports would be
 * refused anyway. What is on record and held by nobody, because the answer to a claim was lost or a loss could not be recorded, is freed: the lease of its
 * runner, which is alive, will not run out. What an agent is recorded to hold is left alone, unless there is reason to doubt it: another server, to which it
 * has connected meanwhile, may have given it more.
 */
@Injectable()
export class Reconciliation {
  private readonly logger = new Logger(Reconciliation.name);

  constructor(
    private readonly store: ClaimStore,
    private readonly registry: RunnerRegistry,
    private readonly holdings: Holdings,
    private readonly assignments: Assignments,
  ) {}

  /** Not while a claim of this server is under way, whose answer would come to be held only afterwards. */
  async run(): Promise<void> {
    const { doubtful } = this.assignments;
    // Who comes to be doubted while the database is asked may hold what the answer does not tell of yet, and stays so until the next time.
    const doubted = [...doubtful];
    doubtful.clear();
    try {
      await this.compare(doubted);
    } catch (error) {
      for (const runner of doubted) doubtful.add(runner);
      throw error;
    }
  }

  private async compare(doubted: readonly Runner[]): Promise<void> {
    const asked = this.holdings.all();
    const kept = this.holdings.kept();
    const runners = new Map(this.registry.runners.map((runner) => [runner.id, runner]));
    const recorded = await this.store.heldBy([...runners.keys()]);
    const onRecord = new Map(recorded.map((record) => [record.simId, record]));
    for (const { claim, runner } of asked) {
      if (onRecord.get(claim.sim_id)?.epoch === claim.epoch) continue;
      runner.drop(claim);
      this.holdings.remove(claim);
    }
    // What was held, or was being stored, before the record was read may have ended since.
    for (const holdings of [asked, kept, this.holdings.all(), this.holdings.kept()]) {
      for (const { claim } of holdings) if (onRecord.get(claim.sim_id)?.epoch === claim.epoch) onRecord.delete(claim.sim_id);
    }
    // One that has left meanwhile may go on with what it has.
    const living = this.registry.runners.filter((runner) => !runner.outlives || doubted.includes(runner));
    const unheld = [...onRecord.values()].filter(({ runner }) => living.includes(runners.get(runner)!));
    if (unheld.length > 0) {
      this.logger.warn(`${unheld.length} simulations are on record as held here, and are not; they will be brought back`);
      await this.store.lose(unheld, lossOf('it was not given what it is recorded to hold', false));
    }
  }
}
