import { type DataSource, MigrationExecutor } from 'typeorm';
import { withoutLimits } from './limits.js';

/** Any number will do that nothing else on the database uses. */
const LOCK = 7_205_921_001;

/**
 * Brings the schema up to date. Servers that start at once wait for each other here, and the first does the work: the lock, the
 * look at what is missing and the work itself share one connection.
 * @throws Error naming the migrations of the database that this version does not know
 */
export async function migrate(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    // Neither another server's migration nor one's own is in a hurry.
    await withoutLimits(runner, async () => {
      await runner.query('SELECT pg_advisory_lock($1)', [LOCK]);
      try {
        const executor = new MigrationExecutor(dataSource, runner);
        executor.transaction = 'each';
        await refuseNewerSchema(dataSource, executor);
        await executor.executePendingMigrations();
      } finally {
        await runner.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
      }
    });
  } finally {
    await runner.release();
  }
}

/** A newer version may have moved what this one reads: it would lose or damage data without a word. */
async function refuseNewerSchema(dataSource: DataSource, executor: MigrationExecutor): Promise<void> {
  const known = new Set(dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name));
  const unknown = (await executor.getExecutedMigrations())
    .map(({ name }) => name)
    .filter((name) => !known.has(name))
    .sort();
  if (unknown.length === 0) return;
  throw new Error(
    `A newer version of Skein has migrated this database. This version does not know ${unknown.length === 1 ? 'the migration' : 'the migrations'} ` +
      `${unknown.join(', ')}. Start the newer version, or restore a backup that was made before it ran; nothing has been changed.`,
  );
}
