import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

const PATIENCE_MS = 2_000;

/** Whether the database answers, for readiness. */
@Injectable()
export class DatabaseHealth {
  constructor(private readonly database: Database) {}

  /** @throws Error when a trivial query fails, or is not answered within two seconds */
  async check(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`The database has not answered for ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
    });
    try {
      await Promise.race([this.database.pool.query('SELECT 1'), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
