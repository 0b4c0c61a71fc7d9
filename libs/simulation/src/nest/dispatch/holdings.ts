import { Injectable } from '@nestjs/common';
import type { Claim, Runner } from '@skein/runner';

/** One simulation that a runner of this server holds. */
export interface Holding {
  claim: Claim;
  runner: Runner;
}

/** What the runners of this server hold, by simulation. */
@Injectable()
export class Holdings {
  private readonly bySimulation = new Map<string, Holding>();

  add(runner: Runner, claim: Claim): void {
    this.bySimulation.set(claim.sim_id, { claim, runner });
  }

  /** The holding of exactly this claim; undefined when another epoch, or nothing, is held. */
  get(claim: Claim): Holding | undefined {
    const holding = this.bySimulation.get(claim.sim_id);
    return holding?.claim.epoch === claim.epoch ? holding : undefined;
  }

  remove(claim: Claim): void {
    if (this.get(claim)) this.bySimulation.delete(claim.sim_id);
  }

  of(runner: Runner): Holding[] {
    return [...this.bySimulation.values()].filter((holding) => holding.runner === runner);
  }

  count(runner: Runner): number {
    let held = 0;
    for (const holding of this.bySimulation.values()) if (holding.runner === runner) held += 1;
    return held;
  }

  all(): Holding[] {
    return [...this.bySimulation.values()];
  }
}
