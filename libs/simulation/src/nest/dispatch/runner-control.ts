import { Injectable } from '@nestjs/common';
import { Unavailable } from '@skein/problem';
import type { Course, ResultsAt, Runner } from '@skein/runner';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { ANSWER_DEADLINE_MS, REPLAY_DEADLINE_MS } from './dispatch-options.js';
import { Holdings, type Holding } from './holdings.js';
import { RunnerRegistry } from './runner-registry.js';

/** What the service asks of the runner that holds a simulation. */
@Injectable()
export class RunnerControl {
  constructor(
    private readonly holdings: Holdings,
    private readonly registry: RunnerRegistry,
  ) {}

  /**
   * Stops a simulation's clock and takes its results as they are at that instant.
   * Null when its runner does not hold it (any more) or does not answer in time: it is then fenced off by the change that follows.
   */
  async hold(record: SimulationRecord): Promise<ResultsAt | null> {
    const holding = this.holding(record);
    if (!holding) return null;
    return holding.runner.hold(holding.claim, ANSWER_DEADLINE_MS).catch(() => null);
  }

  /** Lets a held simulation go on: the change that it was held for did not happen. */
  release(record: SimulationRecord): void {
    const holding = this.holding(record);
    holding?.runner.release(holding.claim);
  }

  /** Ends a simulation on its runner, whose reports would be refused from now on. */
  drop(record: SimulationRecord): void {
    const holding = this.holding(record);
    if (!holding) return;
    holding.runner.drop(holding.claim);
    this.holdings.remove(holding.claim);
  }

  /**
   * JSON text of the results so far.
   * @throws Unavailable while no runner of this server holds the simulation, or its runner does not answer
   */
  async results(record: SimulationRecord): Promise<string> {
    const holding = this.holding(record);
    if (!holding) throw new Unavailable('The runner of this simulation is not connected to this server just now.');
    return (await holding.runner.results(holding.claim, ANSWER_DEADLINE_MS).catch(notThere)).results;
  }

  /** JSON text of the results that a scenario has at the end of a course. */
  async replay(scenario: string, course: Course): Promise<string> {
    const runner: Runner | undefined = this.registry.runners[0];
    if (!runner) throw new Unavailable('This server has no runner just now.');
    return (await runner.replay(scenario, course, REPLAY_DEADLINE_MS)).results;
  }

  private holding(record: SimulationRecord): Holding | undefined {
    return this.holdings.get({ sim_id: record.simId, epoch: record.epoch });
  }
}

/** It ended, or moved, between the reading of its row and the question: reading again will show. */
function notThere(cause: unknown): never {
  throw new Unavailable('The runner of this simulation did not answer.', { cause });
}
