import type { Statement } from '../database/statement.js';
import { recordColumns, transitionsOf } from './record-columns.js';

/** Those of many ids that there are, in any order. */
export const FIND_SIMULATIONS: Statement = {
  name: 'find_simulations',
  text: `
    SELECT ${recordColumns('s', 'p')},
      ${transitionsOf('(SELECT * FROM simulation_transitions WHERE sim_id = s.sim_id)')} AS transitions
    FROM simulations s JOIN simulation_progress p USING (sim_id)
    WHERE s.sim_id = ANY ($1::uuid[])`,
};
