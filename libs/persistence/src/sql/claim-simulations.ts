import type { Statement } from '../database/statement.js';

/**
 * Takes the oldest that are due. SKIP LOCKED lets servers claim side by side without waiting for, or getting, each other's rows.
 * Stored times are rounded to the millisecond, so one that is due now may say so half a millisecond from now.
 * The progress row learns the new epoch in the same statement: from then on no older claim can write there.
 */
export const CLAIM_SIMULATIONS: Statement = {
  name: 'claim_simulations',
  text: `
    WITH due AS MATERIALIZED (
      SELECT sim_id FROM simulations
      WHERE status = 'pending' AND due_at <= clock_timestamp() + interval '1 ms'
      ORDER BY due_at
      LIMIT $2
      FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE simulations s SET
        version = version + 1,
        epoch = epoch + 1,
        runner = $1,
        status = $4,
        started_at = coalesce(started_at, clock_timestamp())
      FROM due WHERE s.sim_id = due.sim_id
      RETURNING s.sim_id, s.epoch, s.run, s.config, s.due_at
    ), moved AS (
      INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason)
      SELECT sim_id, run, $3, $4, $5 FROM claimed
    ), progress AS (
      UPDATE simulation_progress p SET epoch = c.epoch, simulated_sec = 0
      FROM claimed c WHERE p.sim_id = c.sim_id
    )
    SELECT c.sim_id, c.epoch, c.config -> 'speed' AS speed, scenario
    FROM claimed c JOIN simulation_scenarios USING (sim_id)
    ORDER BY c.due_at`,
};
