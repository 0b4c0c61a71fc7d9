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
    expect(await admin.query('SELECT name FROM schema_migrations ORDER BY id')).toEqual([
      { name: 'CreateSimulations1760000000000' },
      { name: 'CompleteScenarios1761000000000' },
      { name: 'ControlSimulations1762000000000' },
      { name: 'NumberEvents1763000000000' },
      { name: 'ReportedEpoch1763100000000' },
      { name: 'KeepSnapshots1764000000000' },
      { name: 'ShareSlots1764100000000' },
      { name: 'CreateFleet1765000000000' },
      { name: 'PlaceSimulations1766000000000' },
      { name: 'ForgetHeldSimulations1791000000000' },
      { name: 'DeleteWithSimulations1792000000000' },
    ]);
    await Promise.all(opened.map(({ close }) => close()));
    await admin.destroy();
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
    for (const { name } of [...stores.dataSource.migrations].reverse()) {
      await stores.dataSource.undoLastMigration();
      if (name?.startsWith('ControlSimulations')) break;
    }
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
    await stores.dataSource.undoLastMigration();
    const work = stores.dataSource.createQueryRunner();
    await work.startTransaction();
    await work.query('UPDATE simulations SET name = name WHERE sim_id = $1', [simId]);
    const migrating = stores.dataSource.runMigrations();
    await waiting(stores);
    for (const table of ['progress', 'scenarios'])
      await work.query(`UPDATE simulation_${table} SET sim_id = sim_id WHERE sim_id = $1`, [simId]);
    await work.commitTransaction();
    await work.release();
    expect(await migrating).toHaveLength(1);
    await stores.close();
  });
});
