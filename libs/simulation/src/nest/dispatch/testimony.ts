import { Injectable, Logger } from '@nestjs/common';
import { Minutely } from '@skein/problem';
import type { Claim, ResultsAt, Runner } from '@skein/runner';
import { ClaimStore } from '../../ports/claim-store.js';
import { SimulationMetrics, type Lie } from '../../ports/simulation-metrics.js';
import { Holdings, type Holding } from './holdings.js';
import { lossOf } from './loss.js';
import { resultsFault } from './result-terms.js';
import { RunnerRegistry } from './runner-registry.js';
import { UntilWritten } from './until-written.js';

/**
 * Compares what other machines say about simulations with what the simulations are. A lie costs the claim: the simulation is brought back elsewhere, and is
 * not to blame. This server's own threads are believed.
 */
@Injectable()
export class Testimony {
  private readonly logger = new Logger(Testimony.name);
  private readonly minutely = new Minutely();

  constructor(
    private readonly store: ClaimStore,
    private readonly holdings: Holdings,
    private readonly registry: RunnerRegistry,
    private readonly untilWritten: UntilWritten,
    private readonly metrics: SimulationMetrics,
  ) {}

  /**
   * Whether a simulation can have come so far.
   * @returns false also for a claim that is not held (any more)
   */
  mayBeAt(claim: Claim, simulatedSec: number, kind: Lie): boolean {
    const holding = this.holdings.get(claim);
    if (!holding) return false;
    if (simulatedSec <= holding.durationSec) return true;
    this.refuse(holding, kind, `${kind}: ${simulatedSec} s of ${holding.durationSec} s`);
    return false;
  }

  /**
   * Whether these can be results of the simulation.
   * @param ended whether it is said to have run to its end
   * @throws what the store throws
   */
  async mayBeOf(claim: Claim, results: ResultsAt, ended: boolean): Promise<boolean> {
    const holding = this.holdings.get(claim);
    if (!holding?.runner.outlives) return true;
    const terms = await this.untilWritten.run(() => this.store.resultTerms({ simId: claim.sim_id, epoch: claim.epoch }));
    // Of a claim that holds no longer nothing is recorded anyway.
    const fault = terms && resultsFault(results, terms, ended);
    if (fault === null) return true;
    this.refuse(holding, 'results', `results: ${fault}`);
    return false;
  }

  private refuse({ claim, runner }: Holding, kind: Lie, what: string): void {
    this.metrics.lied(kind);
    this.minutely.note(`${runner.id} ${kind}`, (times) => {
      const often = times === 1 ? '' : ` (${times} times)`;
      this.logger.warn(`${runner.id} says what cannot be about simulation ${claim.sim_id}${often}: ${what}; it is run elsewhere`, {
        runner: runner.id,
        sim_id: claim.sim_id,
      });
    });
    this.giveUp(claim, runner, what);
  }

  private giveUp(claim: Claim, runner: Runner, what: string): void {
    this.registry.distrust(runner);
    runner.drop(claim);
    const lost = [{ simId: claim.sim_id, epoch: claim.epoch }];
    void this.untilWritten
      .run(() => this.store.lose(lost, lossOf(`it said what cannot be: ${what}`, false)))
      .catch((error: unknown) => this.logger.error(`Simulation ${claim.sim_id} waits until it is missed: ${String(error)}`))
      .finally(() => this.holdings.remove(claim));
  }
}
