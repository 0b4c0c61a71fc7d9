import { Injectable } from '@nestjs/common';
import type { Placement } from '@skein/topology';
import { ClaimStore } from '../../ports/claim-store.js';
import { SWEEP_MS } from './dispatch-options.js';

/** What waiting simulations ask for: each placement is a queue of its own. */
@Injectable()
export class Placements {
  private known: Placement[] = ['any'];
  private dueMs = 0;

  constructor(private readonly store: ClaimStore) {}

  /** Somebody has just asked for this one: it is not to wait until the database is asked what there is. */
  add(placement: Placement): void {
    if (placement !== 'any') this.dueMs = 0;
  }

  /** Another first each time, so that none of several queues is always last. */
  async inTurn(): Promise<readonly Placement[]> {
    if (Date.now() >= this.dueMs) {
      this.dueMs = Date.now() + SWEEP_MS;
      this.known = ['any', ...(await this.store.placements()).filter((placement) => placement !== 'any')];
    } else if (this.known.length > 1) this.known.push(this.known.shift()!);
    return this.known;
  }
}
