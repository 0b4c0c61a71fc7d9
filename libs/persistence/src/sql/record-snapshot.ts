import { AGENT_RUNNER } from '@skein/simulation';
import type { Statement } from '../database/statement.js';

/** Who has taken a snapshot, where a thread of a server has: anybody may go on from it. */
export const BY_SERVER = 'server';

/**
 * The snapshot of a claim, in the place of the last one, if the claim still holds; fenced as `RECORD_LOG` is. The simulation has come at least as far as
 * its snapshot: from here on no edit can be made before it, which would make it worthless. One that is behind the last replaces it all the same:
 * a claim that goes through what lies before a snapshot was given none that it could use. One that is further is progress, from which losses are counted
 * anew. Who has taken it is kept with it: an agent's is for that agent alone (ADR 31). The simulation is locked as for a change: nobody who has changed it can then be waiting for its progress.
 */
export const RECORD_SNAPSHOT: Statement = {
  name: 'record_snapshot',
  text: `
    WITH held AS MATERIALIZED (
      SELECT s.sim_id, s.run, s.runner FROM simulations s JOIN simulation_progress p USING (sim_id)
      WHERE s.sim_id = $1 AND p.epoch = $2
      FOR NO KEY UPDATE OF s, p
    ), progress AS (
      UPDATE simulation_progress p SET simulated_sec = greatest(p.simulated_sec, $3::double precision)
      FROM held WHERE p.sim_id = held.sim_id
    ), cleared AS (
      UPDATE simulations s SET losses = 0
      FROM held
      WHERE s.sim_id = held.sim_id AND s.losses > 0
        AND NOT EXISTS (SELECT FROM simulation_snapshots k WHERE k.sim_id = held.sim_id AND k.run = held.run AND k.at_sec >= $3::double precision)
    )
    INSERT INTO simulation_snapshots (sim_id, run, at_sec, edits_made, deflated, taken_by)
    SELECT sim_id, run, $3, $4::integer, $5::bytea, CASE WHEN starts_with(runner, '${AGENT_RUNNER}') THEN runner ELSE '${BY_SERVER}' END FROM held
    ON CONFLICT (sim_id) DO UPDATE
    SET run = excluded.run, at_sec = excluded.at_sec, edits_made = excluded.edits_made, deflated = excluded.deflated, taken_by = excluded.taken_by`,
};
