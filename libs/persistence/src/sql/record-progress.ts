import type { Statement } from '../database/statement.js';

/**
 * All that moved in one statement. The fence is the progress row's own epoch: a lock waited for shows the row as it has become,
 * so a report that was overtaken by a stop writes nothing, and one that was overtaken by an edit takes nothing back. A join to the simulation would compare with the state of before.
 */
export const RECORD_PROGRESS: Statement = {
  name: 'record_progress',
  text: `
    UPDATE simulation_progress p SET simulated_sec = greatest(p.simulated_sec, moved.simulated_sec), reported_epoch = moved.epoch, routed = moved.routed
    FROM unnest($1::uuid[], $2::integer[], $3::double precision[], $4::double precision[]) AS moved (sim_id, epoch, simulated_sec, routed)
    WHERE p.sim_id = moved.sim_id AND p.epoch = moved.epoch`,
};
