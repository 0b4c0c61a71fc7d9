import type { Claim } from '@skein/runner';

export function sameClaim(one: Claim, other: Claim): boolean {
  return one.sim_id === other.sim_id && one.epoch === other.epoch;
}

/** Values by claim, in the order in which they came; of two epochs of one simulation, the newer. */
export class Claims<Value> {
  private readonly bySim = new Map<string, { claim: Claim; value: Value }>();

  get all(): Claim[] {
    return [...this.bySim.values()].map(({ claim }) => claim);
  }

  get size(): number {
    return this.bySim.size;
  }

  get(claim: Claim): Value | undefined {
    const present = this.bySim.get(claim.sim_id);
    return present && sameClaim(present.claim, claim) ? present.value : undefined;
  }

  /** @returns false where a claim as new is there already */
  add({ sim_id, epoch }: Claim, value: Value): boolean {
    const present = this.bySim.get(sim_id);
    if (present && present.claim.epoch >= epoch) return false;
    this.bySim.set(sim_id, { claim: { sim_id, epoch }, value });
    return true;
  }

  delete(claim: Claim): void {
    if (this.get(claim) !== undefined) this.bySim.delete(claim.sim_id);
  }

  /** Whatever its epoch. */
  forget(simId: string): void {
    this.bySim.delete(simId);
  }

  values(): [Claim, Value][] {
    return [...this.bySim.values()].map(({ claim, value }) => [claim, value]);
  }
}
