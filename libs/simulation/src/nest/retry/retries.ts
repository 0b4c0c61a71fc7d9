import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Unavailable, VersionConflict } from '@skein/problem';
import { TransientFaults } from '../../ports/transient-faults.js';
import { fullJitterMs } from '../dispatch/backoff.js';

const ATTEMPTS = 3;
const BASE_MS = 100;
const CAP_MS = 2_000;

/**
 * Repeats what failed for a reason that may be gone the next time: a lost connection, a deadlock, a change that somebody else
 * was faster with. Safe for changes too, because each carries a request id that is stored with what it did.
 */
@Injectable()
export class Retries {
  constructor(private readonly transient: TransientFaults) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (attempt === ATTEMPTS || !this.mayPass(error)) throw error;
        await delay(fullJitterMs(attempt, BASE_MS, CAP_MS));
      }
    }
  }

  private mayPass(error: unknown): boolean {
    return error instanceof VersionConflict || error instanceof Unavailable || this.transient.includes(error);
  }
}
