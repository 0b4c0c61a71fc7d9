import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase } from '@skein/persistence';
import { hasPgBouncer, type PgBouncer, startPgBouncer } from '../support/pgbouncer.js';
import { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { useDatabase } from '../support/use-database.js';
import { brief } from './requests.js';

const quiet = { log: () => undefined, warn: () => undefined, error: () => undefined };
const LIMITS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];

(hasPgBouncer() ? describe : describe.skip)('behind PgBouncer in session mode with its default settings', () => {
  const database = useDatabase();
  let pooler: PgBouncer;

  beforeAll(async () => {
    pooler = await startPgBouncer(database.url);
  });
  afterAll(() => pooler.stop());

  it('every connection of a server has the limits, also while all of them are in use', async () => {
    const { database: opened, close } = await openDatabase({ databaseUrl: pooler.url, dataDir: '' }, quiet);
    const { pool } = opened;
    const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
    for (const client of clients) {
      const { rows } = await client.query<{ name: string; setting: string }>(
        'SELECT name, setting FROM pg_settings WHERE name = ANY ($1) ORDER BY name DESC',
        [LIMITS],
      );
      expect(rows.map(({ setting }) => setting)).toEqual(['30000', '10000', '60000']);
      client.release();
    }
    await close();
  });

  it('a server becomes ready, runs simulations, and hears what other servers tell it', async () => {
    const server = await TestServer.start({ DATABASE_URL: pooler.url });
    try {
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      const skein = server.skein();
      const ids = await Promise.all(Array.from({ length: 60 }, async () => (await skein.simulate(brief)).sim_id));
      for (const id of ids) expect((await skein.waitFor(id)).status).toBe('done');
      const { database: direct, close } = await openDatabase({ databaseUrl: database.url, dataDir: '' }, quiet);
      const listening = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'`;
      const found = await until(
        () => direct.dataSource.query<unknown[]>(listening),
        ({ length }) => length === 1,
      );
      expect(found).toHaveLength(1);
      await close();
    } finally {
      await server.stop();
    }
  });
});
