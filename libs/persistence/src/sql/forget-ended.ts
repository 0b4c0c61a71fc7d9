import type { Statement } from '../database/statement.js';

/** What somebody else is changing or deleting is left to the next sweep. */
export const FORGET_ENDED: Statement = {
  name: 'forget_ended',
  text: `
    DELETE FROM simulations WHERE sim_id IN (
      SELECT sim_id FROM simulations
      WHERE finished_at < clock_timestamp() - make_interval(secs => $1)
      ORDER BY finished_at
      LIMIT $2
      FOR UPDATE SKIP LOCKED
    )
    RETURNING sim_id`,
};
