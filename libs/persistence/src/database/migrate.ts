import { type DataSource, MigrationExecutor } from 'typeorm';

/** Any number will do that nothing else on the database uses. */
const LOCK = 7_205_921_001;

/**
 * Brings the schema up to date. Servers that start at once wait for each other here, and the first does the work: the lock, the
 * look at what is missing and the work itself share one connection.
 */
export async function migrate(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    // Neither another server's migration nor one's own is in a hurry.
    await runner.query('SET statement_timeout = 0');
    await runner.query('SELECT pg_advisory_lock($1)', [LOCK]);
    try {
      const executor = new MigrationExecutor(dataSource, runner);
      executor.transaction = 'each';
      await executor.executePendingMigrations();
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
      await runner.query('RESET statement_timeout').catch(() => undefined);
    }
  } finally {
    await runner.release();
  }
}
