import { Injectable } from '@nestjs/common';
import type { Claim, Runner } from '@skein/runner';

/** One simulation that a runner of this server holds. */
export interface Holding {
  claim: Claim;
  runner: Runner;
  /** Simulated seconds until its end; Infinity where nobody has said. */
  durationSec: number;
}

/** What the runners of this server hold, by simulation. */
@Injectable()
export class Holdings {
  private readonly bySimulation = new Map<string, Holding>();
  /** Asked for with every claim, when there may be ten thousand holdings to count. */
  private readonly counts = new Map<Runner, number>();
  private readonly keptPlaces = new Map<string, Holding>();

  /**
   * A claim that this one follows has been lost, perhaps to a change through another server; its runner, which may be another, need not go on.
   * @returns false where it is this one that has been lost: a later claim is held already
   */
  add(runner: Runner, claim: Claim, durationSec = Infinity): boolean {
    const before = this.bySimulation.get(claim.sim_id);
    if (before && before.claim.epoch > claim.epoch) return false;
    if (before) {
      before.runner.drop(before.claim);
      this.forget(before);
    }
    this.bySimulation.set(claim.sim_id, { claim, runner, durationSec });
    this.counts.set(runner, this.count(runner) + 1);
    return true;
  }

  /** The holding of exactly this claim; undefined when another epoch, or nothing, is held. */
  get(claim: Claim): Holding | undefined {
    const holding = this.bySimulation.get(claim.sim_id);
    return holding?.claim.epoch === claim.epoch ? holding : undefined;
  }

  /** Whether a runner of this server holds a simulation, under whatever claim. */
  any(simId: string): boolean {
    return this.bySimulation.has(simId);
  }

  remove(claim: Claim): void {
    const holding = this.get(claim);
    if (holding) this.forget(holding);
  }

  /** Keeps a place for a simulation that is being stored as the runner's: it counts, but nothing of it is there yet. */
  keep(runner: Runner, claim: Claim): void {
    this.keptPlaces.set(claim.sim_id, { claim, runner, durationSec: Infinity });
    this.counts.set(runner, this.count(runner) + 1);
  }

  unkeep(claim: Claim): void {
    const holding = this.keptPlaces.get(claim.sim_id);
    if (!holding) return;
    this.keptPlaces.delete(claim.sim_id);
    this.uncount(holding.runner);
  }

  /**
   * Keeps places for what a claim may bring.
   * @returns gives them back
   */
  reserve(runner: Runner, places: number): () => void {
    this.counts.set(runner, this.count(runner) + places);
    return () => this.uncount(runner, places);
  }

  /** Whatever it holds, somebody else may come to hold from here on. */
  leave(runner: Runner): void {
    for (const holding of this.all()) if (holding.runner === runner) this.forget(holding);
  }

  count(runner: Runner): number {
    return this.counts.get(runner) ?? 0;
  }

  all(): Holding[] {
    return [...this.bySimulation.values()];
  }

  /** Places that are kept. */
  kept(): Holding[] {
    return [...this.keptPlaces.values()];
  }

  private forget({ claim, runner }: Holding): void {
    this.bySimulation.delete(claim.sim_id);
    this.uncount(runner);
  }

  private uncount(runner: Runner, places = 1): void {
    const left = this.count(runner) - places;
    if (left > 0) this.counts.set(runner, left);
    else this.counts.delete(runner);
  }
}
