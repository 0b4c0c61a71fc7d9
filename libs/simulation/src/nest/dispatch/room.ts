import { Injectable } from '@nestjs/common';
import type { Runner } from '@skein/runner';
import { fits, type Placement } from '@skein/topology';
import { Holdings } from './holdings.js';
import { LostRunners } from './lost-runners.js';
import { RunnerRegistry } from './runner-registry.js';

/** Which runner of this server has room for more. */
@Injectable()
export class Room {
  constructor(
    private readonly registry: RunnerRegistry,
    private readonly holdings: Holdings,
    private readonly lost: LostRunners,
  ) {}

  /**
   * The runner with the most room of those that fit, how many slots of it are free, and of all of them; null when nobody has any. By the part of its slots
   * that is free, so that a machine with few has its part of the work beside one with many.
   */
  roomiest(placement: Placement): { runner: Runner; free: number; freeInAll: number } | null {
    let best: { runner: Runner; free: number } | null = null;
    let [most, freeInAll] = [0, 0];
    for (const runner of this.registry.runners) {
      if (this.lost.isRecovering(runner) || !fits(placement, this.registry.place(runner))) continue;
      const slots = this.registry.slots(runner);
      const free = Math.max(0, slots - this.holdings.count(runner));
      freeInAll += free;
      if (free / slots > most) {
        best = { runner, free };
        most = free / slots;
      }
    }
    return best && { ...best, freeInAll };
  }
}
