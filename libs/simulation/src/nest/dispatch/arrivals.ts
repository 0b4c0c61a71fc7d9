import { Injectable } from '@nestjs/common';
import { VersionConflict } from '@skein/problem';
import type { Runner } from '@skein/runner';
import type { AdmittedRequest, Placement } from '@skein/topology';
import { step } from '../../lifecycle/transitions.js';
import type { ChangeRequest } from '../../ports/change-request.js';
import { FIRST_EPOCH, SimulationStore } from '../../ports/simulation-store.js';
import { Assignments, claimed } from './assignments.js';
import { Holdings } from './holdings.js';
import { Room } from './room.js';
import { RunnerRegistry } from './runner-registry.js';

/** More runners are too many to be weighed for each simulation that comes; a claim weighs them once for many. */
const MOST_WEIGHED = 64;

/**
 * Stores what is submitted. As long as nothing is known to wait, and a runner of this server has room, a simulation is stored as claimed by that
 * runner already: one statement and one commit instead of two, and it begins without waiting for the next round of claims (ADR 25).
 */
@Injectable()
export class Arrivals {
  private queueEmpty = false;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly store: SimulationStore,
    private readonly registry: RunnerRegistry,
    private readonly room: Room,
    private readonly holdings: Holdings,
    private readonly assignments: Assignments,
  ) {}

  /** What the last round of claims has found: whether all that may run anywhere, and is due, has been taken. */
  noteQueue(empty: boolean): void {
    this.queueEmpty = empty;
  }

  /**
   * @returns whether it has begun; otherwise it is pending
   * @throws VersionConflict when the request, or one with its id, has been stored before
   */
  async add(simId: string, admitted: AdmittedRequest, request: ChangeRequest | null): Promise<boolean> {
    const submitted = step(null, 'submit', 'submitted');
    const runner = this.runnerFor(admitted.config.placement);
    if (runner === null) {
      // It is what waits now: until claims have come so far, nothing is to pass it.
      this.queueEmpty = false;
      await this.store.create(simId, admitted, [submitted], request, null);
      return false;
    }
    const beginning = this.begin(runner, simId, admitted, () =>
      this.store.create(simId, admitted, [submitted, claimed(runner.id)], request, runner.id),
    );
    this.underWay.add(beginning);
    await beginning.finally(() => this.underWay.delete(beginning));
    return true;
  }

  /** From here on everything waits for a claim; resolves when what is to begin has begun. */
  async close(): Promise<void> {
    this.noteQueue(false);
    await Promise.allSettled(this.underWay);
  }

  private runnerFor(placement: Placement): Runner | null {
    if (!this.queueEmpty || placement !== 'any' || this.registry.runners.length > MOST_WEIGHED) return null;
    return this.room.roomiest(placement)?.runner ?? null;
  }

  private async begin(runner: Runner, simId: string, admitted: AdmittedRequest, store: () => Promise<void>): Promise<void> {
    const claim = { sim_id: simId, epoch: FIRST_EPOCH };
    this.holdings.keep(runner, claim);
    try {
      await store();
    } catch (error) {
      if (!(error instanceof VersionConflict)) this.assignments.doubtful.add(runner);
      throw error;
    } finally {
      this.holdings.unkeep(claim);
    }
    this.assignments.begin(runner, claim, admitted.scenario, admitted.config.speed);
  }
}
