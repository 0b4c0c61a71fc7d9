import type { Statement } from '../database/statement.js';

/**
 * Snapshots of runs that are over. Not a part of the statements that end a run: those are hot, nearly all simulations end without ever having had one,
 * and one that is just being written is not seen by them. A new run's first snapshot that comes between may be lost; the next one makes up for it.
 */
export const FORGET_SNAPSHOTS: Statement = {
  name: 'forget_snapshots',
  text: `
    DELETE FROM simulation_snapshots k USING simulations s
    WHERE s.sim_id = k.sim_id AND (s.finished_at IS NOT NULL OR s.run <> k.run)`,
};
