import { describe, expect, it } from '@jest/globals';
import { openDatabase } from '@skein/persistence';
import { DataSource } from 'typeorm';
import { useDatabase } from '../support/use-database.js';
import { CLAIMED, LOST, openStores, running, submit, waiting } from './stores.js';

const database = useDatabase();

const quiet = { log: () => undefined, warn: () => undefined, error: () => undefined };

describe('the schema', () => {
  it('is made once when several servers start on an empty database at once', async () => {
    const admin = await new DataSource({ type: 'postgres', url: database.url }).initialize();
    await admin.query('DROP SCHEMA public CASCADE');
    await admin.query('CREATE SCHEMA public');
    const opened = await Promise.all([1, 2, 3, 4].map(() => openDatabase({ databaseUrl: database.url, dataDir: '' }, quiet)));
    const made = await admin.query<{ name: string }[]>('SELECT name FROM schema_migrations ORDER BY id');
    const { dataSource, close } = await openStores(database.url);
    expect(made.map(({ name }) => name)).toEqual(dataSource.migrations.map(({ name }) => name));
    await close();
    expect(made.length).toBeGreaterThan(10);
    await Promise.all(opened.map(({ close }) => close()));
    await admin.destroy();
  });

  it('is refused where a newer version has migrated it, and stays as it is', async () => {
    const { dataSource, close } = await openStores(database.url);
    await dataSource.query(
      `INSERT INTO schema_migrations (timestamp, name) VALUES (1, 'TomorrowsFirst1'), (9999999999999, 'TomorrowsOther9')`,
    );
    const before = await dataSource.query<unknown[]>('SELECT name FROM schema_migrations ORDER BY id');
    await expect(openDatabase({ databaseUrl: database.url, dataDir: '' }, quiet)).rejects.toThrow(
      /newer version of Skein .*TomorrowsFirst1, TomorrowsOther9.*backup/,
    );
    expect(await dataSource.query('SELECT name FROM schema_migrations ORDER BY id')).toEqual(before);
    await dataSource.query(`DELETE FROM schema_migrations WHERE name LIKE 'Tomorrow%'`);
    await close();
  });

  it('is what the entities say', async () => {
    const stores = await openStores(database.url);
    const { upQueries } = await stores.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await stores.close();
  });

  it('can be taken back and made again', async () => {
    const { dataSource, close } = await openStores(database.url);
    for (const _ of dataSource.migrations) await dataSource.undoLastMigration();
    expect(await dataSource.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).toEqual([
      { tablename: 'schema_migrations' },
    ]);
    await dataSource.runMigrations();
    await close();
  });

  it('puts what has lost its runner back into the queue when it is taken back to where that was all it could be', async () => {
    const stores = await openStores(database.url);
    const [lost, held] = [await running(stores, 'r1'), await running(stores, 'r1')];
    await stores.claims.lose([lost], LOST);
    await undoUntil(stores.dataSource, 'ControlSimulations');
    const query = 'SELECT status, runner FROM simulations WHERE sim_id = $1';
    expect(await stores.dataSource.query(query, [lost.simId])).toEqual([{ status: 'pending', runner: null }]);
    expect(await stores.dataSource.query(query, [held.simId])).toEqual([{ status: 'running', runner: 'r1' }]);
    await stores.dataSource.runMigrations();
    expect(await stores.claims.claim('r2', 10, CLAIMED)).toMatchObject([{ simId: lost.simId, epoch: 2 }]);
    await stores.close();
  });

  it('waits for servers at work without keeping any from what it waits for', async () => {
    const stores = await openStores(database.url);
    const { simId } = await submit(stores);
    const undone = await undoUntil(stores.dataSource, 'DeleteWithSimulations');
    const work = stores.dataSource.createQueryRunner();
    await work.startTransaction();
    await work.query('UPDATE simulations SET name = name WHERE sim_id = $1', [simId]);
    const migrating = stores.dataSource.runMigrations();
    await waiting(stores);
    for (const table of ['progress', 'scenarios'])
      await work.query(`UPDATE simulation_${table} SET sim_id = sim_id WHERE sim_id = $1`, [simId]);
    await work.commitTransaction();
    await work.release();
    expect(await migrating).toHaveLength(undone);
    await stores.close();
  });
});

/** Takes back the migration of this name and those after it. @returns how many */
async function undoUntil(dataSource: DataSource, prefix: string): Promise<number> {
  const names = dataSource.migrations.map(({ name }) => name!).reverse();
  const count = names.findIndex((name) => name.startsWith(prefix)) + 1;
  for (let i = 0; i < count; i++) await dataSource.undoLastMigration();
  return count;
}
