import type { Statement } from '../database/statement.js';
import { recordColumns, transitionsOf } from './record-columns.js';

/**
 * Those of many ids that there are, in any order. Asked thousands of times a second, it must not be planned each time, which took two thirds of it: of an
 * array that comes from a query ten elements are expected, however many are given, so that the plan kept for all looks no dearer than one made for the occasion.
 * OFFSET 0 keeps the rows apart: each is looked up by its key, where a join would read whole tables while they are small.
 */
export const FIND_SIMULATIONS: Statement = {
  name: 'find_simulations',
  text: `
    SELECT ${recordColumns('s', 'p')},
      ${transitionsOf('(SELECT * FROM simulation_transitions WHERE sim_id = s.sim_id)')} AS transitions
    FROM unnest(ARRAY(SELECT unnest($1::uuid[]))) AS wanted (sim_id)
      CROSS JOIN LATERAL (SELECT * FROM simulations WHERE sim_id = wanted.sim_id OFFSET 0) s
      CROSS JOIN LATERAL (SELECT simulated_sec, routed FROM simulation_progress WHERE sim_id = wanted.sim_id OFFSET 0) p`,
};
