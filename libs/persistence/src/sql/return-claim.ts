import type { Statement } from '../database/statement.js';

/** Puts a failed attempt back into the queue, to be tried again from the beginning in $6 seconds, if its claim still holds. IS TRUE as in `END_CLAIMS`. */
export const RETURN_CLAIM: Statement = {
  name: 'return_claim',
  text: `
    WITH target AS (
      UPDATE simulations SET
        version = version + 1,
        status = $4,
        runner = NULL,
        retry_count = retry_count + 1,
        losses = 0,
        lost_at_sec = -1,
        due_at = clock_timestamp() + make_interval(secs => $6::double precision)
      WHERE sim_id = $1 AND epoch = $2 AND runner IS NOT NULL AND (status = $3) IS TRUE
      RETURNING sim_id, run, due_at
    ), progress AS (
      UPDATE simulation_progress p SET epoch = NULL, simulated_sec = 0
      FROM target t WHERE p.sim_id = t.sim_id
    )
    INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason, next_attempt_at)
    SELECT sim_id, run, $3, $4, $5, due_at FROM target
    RETURNING sim_id`,
};
