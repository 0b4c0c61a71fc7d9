import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Unavailable, VersionConflict } from '../domain-error.js';
import { TransientFaults } from '../retry/transient-faults.js';
import { Repetitions } from '../retry/repetitions.js';
import { fullJitterMs } from '../retry/backoff.js';

const ATTEMPTS = 3;
const BASE_MS = 100;
const CAP_MS = 2_000;
/**
 * Being overtaken passes sooner, and may happen several times in a row with nobody to blame: of a simulation that a change takes over from another
 * server's runner, the next server that looks for work may have taken hold before the change is made. With the attempts above, one in 18 changes
 * of a single client was refused for that, on three busy servers.
 */
const OVERTAKEN_ATTEMPTS = 8;
const OVERTAKEN_BASE_MS = 20;

/**
 * Repeats what failed for a reason that may be gone the next time: a lost connection, a deadlock, a change that somebody else
 * was faster with. Safe for changes too, because each carries a request id that is stored with what it did.
 */
@Injectable()
export class Retries {
  constructor(
    private readonly transient: TransientFaults,
    private readonly repetitions: Repetitions,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        const overtaken = error instanceof VersionConflict;
        if (attempt >= (overtaken ? OVERTAKEN_ATTEMPTS : ATTEMPTS) || !this.mayPass(error)) throw error;
        this.repetitions.add(overtaken ? 'overtaken' : 'outage');
        await delay(fullJitterMs(attempt, overtaken ? OVERTAKEN_BASE_MS : BASE_MS, CAP_MS));
      }
    }
  }

  private mayPass(error: unknown): boolean {
    if (error instanceof VersionConflict || error instanceof Unavailable) return true;
    return this.transient.includes(error) && !this.transient.timedOut(error);
  }
}
