import { Injectable, Logger } from '@nestjs/common';
import type { Claim, RemoteRunner } from '@skein/runner';
import { ClaimStore, LEASE_SEC } from '../../ports/claim-store.js';
import { Holdings } from './holdings.js';
import { lossOf } from './loss.js';

/**
 * Brings together what a machine that has connected says it runs and what is on record as given to it: what is both goes on undisturbed, what it
 * should not run it is told to drop, and what it does not know of is lost.
 */
@Injectable()
export class Adoptions {
  private readonly logger = new Logger(Adoptions.name);

  constructor(
    private readonly store: ClaimStore,
    private readonly holdings: Holdings,
  ) {}

  /** May be repeated where the database did not answer: until it has, neither the machine nor this server is told anything. */
  async adopt(runner: RemoteRunner, running: readonly Claim[]): Promise<void> {
    // First the lease: what is looked at next must not be taken away meanwhile.
    await this.store.heartbeat([runner.id], LEASE_SEC);
    const given = await this.store.heldBy([runner.id]);
    const isGiven = new Set(given.map(({ simId, epoch }) => keyOf(simId, epoch)));
    const isRunning = new Set(running.map(({ sim_id, epoch }) => keyOf(sim_id, epoch)));
    const unknown = given.filter(({ simId, epoch }) => !isRunning.has(keyOf(simId, epoch)));
    await this.store.lose(unknown, lossOf('its agent came back without it'));
    const adopted = running.filter(({ sim_id, epoch }) => isGiven.has(keyOf(sim_id, epoch)));
    const durations = await this.store.durations(adopted.map(({ sim_id }) => sim_id));
    for (const claim of adopted) this.holdings.add(runner, claim, durations.get(claim.sim_id));
    runner.adopt(adopted);
    for (const claim of running) if (!isGiven.has(keyOf(claim.sim_id, claim.epoch))) runner.drop(claim);
    if (given.length > 0) this.logger.log(`${runner.id} goes on with ${adopted.length} of ${given.length} simulations`);
  }
}

function keyOf(simId: string, epoch: number): string {
  return `${simId} ${epoch}`;
}
