import type { Statement } from '../database/statement.js';

/** The end of a run, its results and its exact simulated time, if the claim still holds. */
export const END_CLAIM: Statement = {
  name: 'end_claim',
  text: `
    WITH target AS (
      UPDATE simulations SET
        version = version + 1,
        status = $4,
        runner = NULL,
        error_code = $8,
        error_message = $9,
        finished_at = clock_timestamp()
      WHERE sim_id = $1 AND epoch = $2 AND runner IS NOT NULL AND status = $3
      RETURNING sim_id, run
    ), progress AS (
      UPDATE simulation_progress p SET epoch = NULL, simulated_sec = coalesce($6, p.simulated_sec)
      FROM target t WHERE p.sim_id = t.sim_id
    ), ended AS (
      INSERT INTO simulation_results (sim_id, run, results)
      SELECT sim_id, run, $7 FROM target WHERE $7::text IS NOT NULL
    )
    INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason)
    SELECT sim_id, run, $3, $4, $5 FROM target
    RETURNING sim_id`,
};
