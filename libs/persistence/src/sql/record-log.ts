import type { Statement } from '../database/statement.js';

/**
 * What a claim has to say, if it still holds. The row of progress is locked, as `RECORD_PROGRESS` does, so that whatever ends the claim comes before or
 * after; the simulation first, as everybody does. What a replay says again has its number already, and is not written twice.
 */
export const RECORD_LOG: Statement = {
  name: 'record_log',
  text: `
    WITH held AS MATERIALIZED (
      SELECT s.sim_id, s.run FROM simulations s JOIN simulation_progress p USING (sim_id)
      WHERE s.sim_id = $1 AND p.epoch = $2
      FOR KEY SHARE OF s FOR SHARE OF p
    )
    INSERT INTO simulation_logs (sim_id, run, number, level, simulated_sec, code, message, details)
    SELECT held.sim_id, held.run, e.number, e.level, e.simulated_sec, e.code, e.message, e.details
    FROM held CROSS JOIN json_to_recordset($3::json) AS e
      (number integer, level text, simulated_sec double precision, code text, message text, details json)
    ORDER BY e.number
    ON CONFLICT (sim_id, run, number) DO NOTHING`,
};
