import type { Statement } from '../database/statement.js';

/**
 * Puts a claim back into the queue if it still holds. With a delay ($6, in seconds) that is a failed attempt; without, the
 * simulation keeps its place, since it is not to blame. Its next run starts from the beginning.
 */
export const RETURN_CLAIM: Statement = {
  name: 'return_claim',
  text: `
    WITH target AS (
      UPDATE simulations SET
        version = version + 1,
        status = $4,
        runner = NULL,
        retry_count = retry_count + ($6::double precision IS NOT NULL)::integer,
        due_at = coalesce(clock_timestamp() + make_interval(secs => $6), due_at)
      WHERE sim_id = $1 AND epoch = $2 AND runner IS NOT NULL AND status = $3
      RETURNING sim_id, run
    ), progress AS (
      UPDATE simulation_progress p SET epoch = NULL, simulated_sec = 0
      FROM target t WHERE p.sim_id = t.sim_id
    )
    INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason)
    SELECT sim_id, run, $3, $4, $5 FROM target
    RETURNING sim_id`,
};
