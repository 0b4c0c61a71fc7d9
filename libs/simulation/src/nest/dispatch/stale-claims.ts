import { Injectable } from '@nestjs/common';
import { ClaimStore } from '../../ports/claim-store.js';
import { Holdings } from './holdings.js';

/** Finds what runners of this server still run although the claim no longer holds, and stops it: its reports would be refused anyway. */
@Injectable()
export class StaleClaims {
  constructor(
    private readonly store: ClaimStore,
    private readonly holdings: Holdings,
  ) {}

  async drop(): Promise<void> {
    const held = this.holdings.all();
    if (held.length === 0) return;
    const claims = held.map(({ claim }) => ({ simId: claim.sim_id, epoch: claim.epoch }));
    const valid = new Set((await this.store.held(claims)).map(({ simId, epoch }) => `${simId} ${epoch}`));
    for (const { claim, runner } of held) {
      if (valid.has(`${claim.sim_id} ${claim.epoch}`)) continue;
      runner.drop(claim);
      this.holdings.remove(claim);
    }
  }
}
