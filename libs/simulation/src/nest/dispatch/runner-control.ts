import { Injectable, Logger } from '@nestjs/common';
import { RecurringLog, DomainError, Unavailable, VersionConflict } from '@skein/problem';
import type { Course, EditEntry, ResultsAt, Runner } from '@skein/runner';
import type { Speed } from '@skein/topology';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { ClaimStore } from '../../ports/claim-store.js';
import { ANSWER_DEADLINE_MS, REPLAY_DEADLINE_MS } from './dispatch-options.js';
import { Holdings, type Holding } from './holdings.js';
import { lossOf } from './loss.js';
import { RunnerRegistry } from './runner-registry.js';
import { Testimony } from './testimony.js';
import { UntilWritten } from './until-written.js';

/** What the services ask of the runner that holds a simulation. */
@Injectable()
export class RunnerControl {
  private readonly faults = new RecurringLog(new Logger(RunnerControl.name));

  constructor(
    private readonly holdings: Holdings,
    private readonly registry: RunnerRegistry,
    private readonly store: ClaimStore,
    private readonly untilWritten: UntilWritten,
    private readonly testimony: Testimony,
  ) {}

  /** Whether a runner of this server holds the simulation under its present claim. */
  holds(record: SimulationRecord): boolean {
    return this.holding(record) !== undefined;
  }

  /**
   * Stops a simulation's clock and, where they are wanted, takes its results as they are at that instant.
   * Null when no runner of this server holds it (any more), or its runner does not answer in time.
   */
  async hold(record: SimulationRecord, results = false): Promise<ResultsAt | null> {
    const holding = this.holding(record);
    if (!holding) return null;
    const held = await holding.runner.hold(holding.claim, results, ANSWER_DEADLINE_MS).catch(() => null);
    return held && (await this.isBelieved(holding, held, record.simulatedSec, results)) ? held : null;
  }

  /** Lets a held simulation go on. */
  release(record: SimulationRecord): void {
    const holding = this.holding(record);
    holding?.runner.release(holding.claim);
  }

  /** Makes edits at the instant at which the simulation is held. */
  edit(record: SimulationRecord, entry: EditEntry): void {
    const holding = this.holding(record);
    holding?.runner.edit(holding.claim, entry);
  }

  /** From now on the simulation keeps this pace. */
  pace(record: SimulationRecord, speed: Speed): void {
    const holding = this.holding(record);
    holding?.runner.pace(holding.claim, speed);
  }

  /** Ends a simulation on its runner, whose reports would be refused from now on. */
  drop(record: SimulationRecord): void {
    const holding = this.holding(record);
    if (!holding) return;
    holding.runner.drop(holding.claim);
    this.holdings.remove(holding.claim);
  }

  /**
   * Takes a simulation from a runner that cannot be asked: one of another server, or one that does not answer. From here on its reports are refused and
   * the simulation stands where it is recorded to be, to be changed and brought back.
   * @throws VersionConflict always: what was read about it is out of date
   */
  async takeOver(record: SimulationRecord): Promise<never> {
    this.drop(record);
    const claim = { simId: record.simId, epoch: record.epoch };
    await this.store.lose([claim], lossOf('it was changed through another server', false));
    throw new VersionConflict(record.simId);
  }

  /**
   * After a change that failed. Where it is certain that nothing was changed, what was held for it goes on. Where the answer was lost, the
   * change may have been made: then only the database knows how the simulation goes on, and it is brought back from there.
   */
  undo(record: SimulationRecord, wasHeld: boolean, error: unknown): void {
    if (error instanceof VersionConflict || error instanceof DomainError) {
      if (wasHeld) this.release(record);
      return;
    }
    if (!this.holds(record)) return;
    this.drop(record);
    const claim = { simId: record.simId, epoch: record.epoch };
    void this.untilWritten
      .run(() => this.store.lose([claim], lossOf('the answer to a change was lost', false)))
      .catch((cause: unknown) => this.faults.error('A simulation waits until its lease has run out', cause, { sim_id: claim.simId }));
  }

  /**
   * JSON text of the results so far.
   * @throws Unavailable where its runner does not answer
   */
  async results(record: Pick<SimulationRecord, 'simId' | 'epoch'>): Promise<string | null> {
    const holding = this.holding(record);
    if (!holding) return null;
    const answer = await holding.runner.results(holding.claim, ANSWER_DEADLINE_MS).catch(notThere);
    if (!(await this.isBelieved(holding, answer, 0, true))) notThere(new Error('It answered with what cannot be.'));
    return answer.results;
  }

  /**
   * The results that a scenario has at the end of a course, with their hash where they are `final`.
   * @throws Unavailable where it takes longer than the deadline
   */
  async replay(scenario: string, course: Course, final: boolean, deadlineMs = REPLAY_DEADLINE_MS): Promise<ResultsAt> {
    const runner: Runner | undefined = this.registry.runners[0];
    if (!runner) throw new Unavailable('This server has no runner just now.');
    return runner.replay(scenario, course, final, deadlineMs).catch(notThere);
  }

  /** @param leastSec it has been there already */
  private async isBelieved({ claim, runner }: Holding, answer: ResultsAt, leastSec: number, withResults: boolean): Promise<boolean> {
    if (!runner.outlives) return true;
    if (!this.testimony.mayBeAt(claim, answer.simulated_sec, 'progress')) return false;
    if (answer.simulated_sec < leastSec) return false;
    return !withResults || this.testimony.mayBeOf(claim, answer, false);
  }

  private holding(record: Pick<SimulationRecord, 'simId' | 'epoch'>): Holding | undefined {
    return this.holdings.get({ sim_id: record.simId, epoch: record.epoch });
  }
}

/** It ended, or moved, between the reading of its row and the question: reading again will show. */
function notThere(cause: unknown): never {
  throw new Unavailable('The runner of this simulation did not answer.', { cause });
}
