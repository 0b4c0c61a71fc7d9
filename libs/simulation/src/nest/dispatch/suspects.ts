import { Injectable } from '@nestjs/common';
import type { Claim, Runner } from '@skein/runner';
import { fits, type Placement } from '@skein/topology';
import { ClaimStore } from '../../ports/claim-store.js';
import { Assignments } from './assignments.js';
import { CLAIM_BATCH } from './dispatch-options.js';
import { Holdings } from './holdings.js';
import { lossOf } from './loss.js';
import { LostRunners } from './lost-runners.js';
import { RunnerRegistry } from './runner-registry.js';

/** Between two looks at them. */
const LOOK_MS = 200;

/**
 * Has suspects run apart until they have made progress, and then gives them back. One at a time at first; as long as none of them kills what it runs on,
 * twice as many the next time, because one that does makes suspects of all its neighbors, and they may be thousands. With the first loss it is one again, so
 * that the guilty one is left alone in the end.
 */
@Injectable()
export class Suspects {
  private apart: { claim: Claim; runner: Runner }[] = [];
  private atOnce = 1;
  private dueMs = 0;

  constructor(
    private readonly store: ClaimStore,
    private readonly registry: RunnerRegistry,
    private readonly holdings: Holdings,
    private readonly lost: LostRunners,
    private readonly assignments: Assignments,
  ) {}

  /** Whether a runner has been given suspects, of which its reports may be news. */
  areOn(runner: Runner): boolean {
    return this.apart.some((suspect) => suspect.runner === runner);
  }

  /** What has proved to be innocent makes room for the next. */
  async sweep(): Promise<void> {
    if (Date.now() < this.dueMs) return;
    this.dueMs = Date.now() + LOOK_MS;
    await this.clear();
    for (const placement of await this.store.suspectPlacements()) {
      for (const runner of this.runnersFor(placement)) await this.give(runner, placement);
    }
  }

  /** A runner has died: if suspects were on it, one of them may be why. */
  died(runner: Runner): void {
    if (this.areOn(runner)) this.atOnce = 1;
  }

  private async clear(): Promise<void> {
    this.apart = this.apart.filter(({ claim }) => this.holdings.get(claim));
    if (this.apart.length === 0) return;
    const claims = this.apart.map(({ claim }) => ({ simId: claim.sim_id, epoch: claim.epoch }));
    const cleared = await this.store.clear(claims, lossOf('it has made progress', false));
    for (const { simId, epoch } of cleared) {
      const holding = this.holdings.get({ sim_id: simId, epoch });
      holding?.runner.drop(holding.claim);
      this.holdings.remove({ sim_id: simId, epoch });
    }
    this.apart = this.apart.filter(({ claim }) => this.holdings.get(claim));
  }

  private async give(runner: Runner, placement: Placement): Promise<void> {
    if (this.lost.isRecovering(runner) || this.areOn(runner)) return;
    const given = await this.assignments.giveSuspects(runner, this.atOnce, placement);
    this.apart.push(...given.map((claim) => ({ claim, runner })));
    if (given.length === this.atOnce) this.atOnce = Math.min(2 * this.atOnce, CLAIM_BATCH);
  }

  /** The thread that this server keeps for them; for what must not run there an agent, which keeps one too. */
  private runnersFor(placement: Placement): Runner[] {
    const { apart, runners } = this.registry;
    if (fits(placement, this.registry.place(apart))) return [apart];
    return runners.filter(
      (runner) => fits(placement, this.registry.place(runner)) && this.holdings.count(runner) < this.registry.slots(runner),
    );
  }
}
