import { setTimeout as delay } from 'node:timers/promises';
import { fullJitterMs } from '@skein/problem';

const ATTEMPTS = 12;
const BASE_MS = 50;
const CAP_MS = 3_000;

/**
 * Tries again for about a quarter of a minute what an outage of the database keeps from being done. What an agent has said cannot be refused as a request can: it
 * has no one to ask again but its next connection.
 */
export async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await delay(fullJitterMs(attempt, BASE_MS, CAP_MS));
    }
  }
}
