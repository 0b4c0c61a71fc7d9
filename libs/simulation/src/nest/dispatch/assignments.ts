import { Injectable } from '@nestjs/common';
import type { Claim, Runner } from '@skein/runner';
import type { EffectiveConfig, Placement } from '@skein/topology';
import { type Step, step } from '../../lifecycle/transitions.js';
import { ClaimStore, type ClaimedSimulation } from '../../ports/claim-store.js';
import { SimulationMetrics } from '../../ports/simulation-metrics.js';
import { Holdings } from './holdings.js';

/** Claims simulations for a runner of this server, and starts them there. */
@Injectable()
export class Assignments {
  /** Runners of which it is not known whether the database has given them something more: the answer was lost. */
  readonly doubtful = new Set<Runner>();

  constructor(
    private readonly store: ClaimStore,
    private readonly holdings: Holdings,
    private readonly metrics: SimulationMetrics,
  ) {}

  /** @returns what the runner has been given, `limit` at most */
  async give(runner: Runner, limit: number, placement: Placement): Promise<Claim[]> {
    // What is submitted while the claim is under way must not begin in the places that it fills.
    const release = this.holdings.reserve(runner, limit);
    try {
      return await this.start(runner, this.store.claim(runner.id, limit, claimSteps(runner.id), placement), false);
    } finally {
      release();
    }
  }

  /** The same with suspects, which it is to run apart from all else. */
  async giveSuspects(runner: Runner, limit: number, placement: Placement): Promise<Claim[]> {
    return this.start(runner, this.store.claimSuspects(runner.id, limit, claimSteps(runner.id), placement), true);
  }

  /** Starts there what has been stored as its own, unless that took so long that it has been lost and claimed again meanwhile. */
  begin(runner: Runner, claim: Claim, scenario: string, { speed, duration_sec }: Pick<EffectiveConfig, 'speed' | 'duration_sec'>): void {
    this.metrics.claimed(0, false);
    if (this.holdings.add(runner, claim, duration_sec)) runner.start(claim, scenario, speed);
  }

  private async start(runner: Runner, claiming: Promise<ClaimedSimulation[]>, apart: boolean): Promise<Claim[]> {
    const taken = await claiming.catch((error: unknown) => {
      this.doubtful.add(runner);
      throw error;
    });
    return taken.map(({ simId, epoch, scenario, speed, durationSec, course, waitedSec, recovered }) => {
      this.metrics.claimed(waitedSec, recovered);
      const claim = { sim_id: simId, epoch };
      this.holdings.add(runner, claim, durationSec);
      runner.start(claim, scenario, speed, course, apart);
      return claim;
    });
  }
}

/** The step by which a runner takes what is pending. */
export function claimed(runner: string): Step {
  return step('pending', 'claim', `claimed by ${runner}`);
}

function claimSteps(runner: string) {
  const recovered = `recovered: brought back by ${runner} to where it was`;
  return [claimed(runner), step('running', 'recover', recovered), step('paused', 'recover', recovered)];
}
