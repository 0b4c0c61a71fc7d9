import type { Statement } from '../database/statement.js';

/** A batch of those that came longer ago than $1 seconds. Which is all the same; several servers leave each other's alone. */
export const FORGET_REQUESTS: Statement = {
  name: 'forget_requests',
  text: `
    DELETE FROM change_requests WHERE request_id IN (
      SELECT request_id FROM change_requests
      WHERE created_at < clock_timestamp() - make_interval(secs => $1)
      LIMIT $2
      FOR UPDATE SKIP LOCKED
    )
    RETURNING 1`,
};
