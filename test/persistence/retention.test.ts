import { describe, expect, it } from '@jest/globals';
import { Housekeeping } from '../../libs/simulation/src/nest/dispatch/housekeeping.js';
import { until } from '../support/until.js';
import { submit, useStores } from './stores.js';

const HOUR_SEC = 3600;

const [stores] = useStores();

/** A simulation that ended so long ago; null: one that has not ended. */
async function ended(hoursAgo: number | null): Promise<string> {
  const { simId } = await submit(stores);
  if (hoursAgo === null) return simId;
  await stores.dataSource.query(
    `UPDATE simulations SET status = 'done', finished_at = clock_timestamp() - make_interval(hours => $2) WHERE sim_id = $1`,
    [simId, hoursAgo],
  );
  await stores.dataSource.query(`INSERT INTO simulation_results (sim_id, run, results) VALUES ($1, 1, '{}')`, [simId]);
  return simId;
}

/** More than are deleted at once. */
const MANY = 220;

function housekeeping(retentionSec: number | null): Housekeeping {
  const made = new Housekeeping(stores.claims, { maxBacklog: 1, retentionSec });
  made.onApplicationBootstrap();
  return made;
}

describe('retention', () => {
  it('deletes what ended longer ago, a batch at a time, oldest first, with all that belongs to it, and nothing else', async () => {
    const [oldest, old, recent, pending] = [await ended(50), await ended(30), await ended(10), await ended(null)];
    expect(await stores.claims.forgetEnded(24 * HOUR_SEC, 1)).toBe(1);
    expect(await stores.simulations.find(oldest)).toBeNull();
    expect(await stores.simulations.find(old)).not.toBeNull();
    expect(await stores.claims.forgetEnded(24 * HOUR_SEC, 10)).toBe(1);
    expect(await stores.claims.forgetEnded(24 * HOUR_SEC, 10)).toBe(0);
    for (const simId of [oldest, old]) {
      expect(await stores.simulations.find(simId)).toBeNull();
      expect(await stores.simulations.results(simId, 1)).toBeNull();
      expect(await stores.simulations.scenario(simId)).toBeNull();
    }
    for (const simId of [recent, pending]) expect(await stores.simulations.find(simId)).not.toBeNull();
  });

  it.each([
    ['deleted, and takes nothing of the rest along', 'DELETE FROM simulations WHERE finished_at IS NOT NULL', 1],
    ['truncated', 'TRUNCATE simulations CASCADE', 0],
  ])('leaves nothing behind of what is %s', async (_, statement, left) => {
    const tables = ['simulation_scenarios', 'simulation_progress', 'simulation_transitions', 'simulation_results'];
    const rowsOf = (simId: string) =>
      Promise.all(
        tables.map(async (table) => (await stores.dataSource.query<unknown[]>(`SELECT FROM ${table} WHERE sim_id = $1`, [simId])).length),
      );
    const [gone, pending] = [await ended(50), await ended(null)];
    await stores.dataSource.query(statement);
    expect(await rowsOf(gone)).toEqual([0, 0, 0, 0]);
    expect(await rowsOf(pending)).toEqual([left, left, left, 0]);
  });

  it('forgets requests that are a day old while the server runs, however many, and keeps those of deleted simulations until then', async () => {
    const { simId } = await submit(stores);
    const [{ request_id: kept }] = await stores.dataSource.query<{ request_id: string }[]>(
      'SELECT request_id FROM change_requests WHERE sim_id = $1',
      [simId],
    );
    await stores.dataSource.query('DELETE FROM simulations WHERE sim_id = $1', [simId]);
    const expire = (requests: number) =>
      stores.dataSource.query(
        `INSERT INTO change_requests (request_id, operation, fingerprint, sim_id, created_at)
         SELECT 'expired ' || i, 'simulate', '', gen_random_uuid(), clock_timestamp() - interval '25 hours' FROM generate_series(1, $1) AS i`,
        [requests],
      );
    const expired = () =>
      stores.dataSource
        .query<unknown[]>(`SELECT FROM change_requests WHERE request_id LIKE 'expired %' LIMIT 1`)
        .then(({ length }) => length);
    await expire(1);
    const running = housekeeping(null);
    await until(expired, (left) => left === 0);
    await expire(25_000);
    await until(expired, (left) => left === 0, 20_000);
    await running.beforeApplicationShutdown();
    expect(await stores.simulations.answered(kept)).toMatchObject({ simId });
  });

  it('goes on until nothing old is left, and is not for what is to be kept', async () => {
    const { simId: kept } = await submit(stores);
    await Promise.all(Array.from({ length: MANY }, () => submit(stores)));
    await stores.dataSource.query(
      `UPDATE simulations SET status = 'done', finished_at = clock_timestamp() - make_interval(hours => 50) WHERE sim_id <> $1`,
      [kept],
    );
    const count = () => stores.dataSource.query<unknown[]>('SELECT FROM simulations').then(({ length }) => length);
    const before = await count();
    const keeping = housekeeping(null);
    await keeping.beforeApplicationShutdown();
    expect(await count()).toBe(before);
    const deleting = housekeeping(24 * HOUR_SEC);
    await until(count, (left) => left === 1);
    await deleting.beforeApplicationShutdown();
    expect(await stores.simulations.find(kept)).not.toBeNull();
  });
});
