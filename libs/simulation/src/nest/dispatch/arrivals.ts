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
 * Stores what is submitted. As long as there is room for it and for all that is known to wait, a simulation is stored as claimed by a runner of this
 * server already: one statement and one commit instead of two, and it begins without waiting for the next round of claims (ADR 25).
 */
@Injectable()
export class Arrivals {
  /** Simulations that were to be stored as pending since this server started, and those of them that have been. */
  private readonly pending = { begun: 0, stored: 0 };
  /** So many of them had been stored when claims last took all that waited; null while it is not known that they did. */
  private taken: number | null = null;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly store: SimulationStore,
    private readonly registry: RunnerRegistry,
    private readonly room: Room,
    private readonly holdings: Holdings,
    private readonly assignments: Assignments,
  ) {}

  /** What a round of claims must be able to see, if it asks now. */
  mark(): number {
    return this.pending.stored;
  }

  /**
   * What a round of claims has found.
   * @param mark of before it asked, if it has taken all that may run anywhere and is due; null if it has not, or nobody knows
   */
  noteRound(mark: number | null): void {
    this.taken = mark;
  }

  /** One has become pending in another way. */
  noteWaiting(): void {
    this.pending.begun += 1;
    this.pending.stored += 1;
  }

  /**
   * @returns whether it has begun; otherwise it is pending
   * @throws VersionConflict when the request, or one with its id, has been stored before
   */
  async add(simId: string, admitted: AdmittedRequest, request: ChangeRequest | null): Promise<boolean> {
    const submitted = step(null, 'submit', 'submitted');
    const runner = this.runnerFor(admitted.config.placement);
    if (runner === null) {
      await this.wait(() => this.store.create(simId, admitted, [submitted], request, null));
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
    this.noteRound(null);
    await Promise.allSettled(this.underWay);
  }

  /** There must be room for what waits besides: nothing is to pass it. */
  private runnerFor(placement: Placement): Runner | null {
    if (this.taken === null || placement !== 'any' || this.registry.runners.length > MOST_WEIGHED) return null;
    const place = this.room.roomiest(placement);
    return place !== null && place.freeInAll > this.pending.begun - this.taken ? place.runner : null;
  }

  private async wait(store: () => Promise<void>): Promise<void> {
    this.pending.begun += 1;
    try {
      await store();
    } finally {
      // Also when it is not known whether it was: then the next round would see it.
      this.pending.stored += 1;
    }
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
    this.assignments.begin(runner, claim, admitted.scenario, admitted.config);
  }
}
