import type { Statement } from '../database/statement.js';

export const SUBMITTED: Statement = {
  name: 'submitted',
  text: 'SELECT request, scenario FROM simulation_scenarios WHERE sim_id = $1',
};
