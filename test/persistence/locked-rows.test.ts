import { expect, it } from '@jest/globals';
import { until } from '../support/until.js';
import { FINISHED, running, useStores } from './stores.js';

const [stores] = useStores();

it('an end that waits for a locked row does not keep those from theirs that came in the same statement', async () => {
  const claims = [];
  for (let i = 0; i < 6; i++) claims.push(await running(stores, 'r1'));
  const lock = stores.dataSource.createQueryRunner();
  await lock.startTransaction();
  await lock.query('SELECT FROM simulations WHERE sim_id = $1 FOR UPDATE', [claims[2].simId]);
  const ended: string[] = [];
  const ends = claims.map(({ simId, epoch }) =>
    stores.claims
      .end({ simId, epoch, step: FINISHED, ended: { simulatedSec: 1, results: '{}' } })
      .then((held) => (ended.push(simId), held)),
  );
  // As a time-out ends it, only sooner.
  const cancel = `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
  await until(
    () => stores.dataSource.query<unknown[]>(cancel),
    ({ length }) => length === 1,
  );
  await until(
    () => Promise.resolve(ended.length),
    (count) => count === 5,
  );
  expect(ended).not.toContain(claims[2].simId);
  await lock.rollbackTransaction();
  await lock.release();
  expect(await Promise.all(ends)).toEqual(claims.map(() => true));
});
