import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { isTransient } from './is-transient.js';

const LONGEST_PAUSE_MS = 2_000;

/**
 * Connects, waiting for a database that is still starting.
 * @throws Error when it has not answered within `patienceMs`; anything that waiting does not mend (a wrong password) at once
 */
export async function connect(dataSource: DataSource, patienceMs: number, logger: { log(message: string): void }): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let pauseMs = 50; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      await dataSource.initialize();
      return;
    } catch (error) {
      const reason = (error as Error).message || (error as NodeJS.ErrnoException).code;
      if (!isTransient(error)) throw new Error(`The database that DATABASE_URL names cannot be used: ${reason}.`, { cause: error });
      if (Date.now() + pauseMs > deadline) {
        throw new Error(
          `The database has not answered for ${patienceMs / 1000} s: ${reason}. It must run, and DATABASE_URL must name it.`,
          { cause: error },
        );
      }
      logger.log(`Waiting for the database: ${reason}`);
      await delay(pauseMs);
    }
  }
}
