import type { Statement } from '../database/statement.js';
import { recordColumns, transitionsOf } from './record-columns.js';

export const FIND_SIMULATION: Statement = {
  name: 'find_simulation',
  text: `
    SELECT ${recordColumns('s', 'p')},
      ${transitionsOf('(SELECT * FROM simulation_transitions WHERE sim_id = s.sim_id)')} AS transitions
    FROM simulations s JOIN simulation_progress p USING (sim_id)
    WHERE s.sim_id = $1`,
};
