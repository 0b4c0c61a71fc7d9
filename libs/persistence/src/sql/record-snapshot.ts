import type { Statement } from '../database/statement.js';

/**
 * The snapshot of a claim, in the place of the last one, if the claim still holds; fenced as `RECORD_LOG` is. The simulation has come at least as far as
 * its snapshot: from here on no edit can be made before it, which would make it worthless. One that is behind the last replaces it all the same:
 * a claim that goes through what lies before a snapshot was given none that it could use.
 */
export const RECORD_SNAPSHOT: Statement = {
  name: 'record_snapshot',
  text: `
    WITH held AS MATERIALIZED (
      SELECT s.sim_id, s.run FROM simulations s JOIN simulation_progress p USING (sim_id)
      WHERE s.sim_id = $1 AND p.epoch = $2
      FOR KEY SHARE OF s FOR NO KEY UPDATE OF p
    ), progress AS (
      UPDATE simulation_progress p SET simulated_sec = greatest(p.simulated_sec, $3::double precision)
      FROM held WHERE p.sim_id = held.sim_id
    )
    INSERT INTO simulation_snapshots (sim_id, run, at_sec, edits_made, deflated)
    SELECT sim_id, run, $3, $4::integer, $5::bytea FROM held
    ON CONFLICT (sim_id) DO UPDATE
    SET run = excluded.run, at_sec = excluded.at_sec, edits_made = excluded.edits_made, deflated = excluded.deflated`,
};
