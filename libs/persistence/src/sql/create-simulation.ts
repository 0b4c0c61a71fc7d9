import type { Statement } from '../database/statement.js';
import { recordColumns, transitionsOf } from './record-columns.js';

/**
 * One statement, hence one round trip and one flush to disk: measured, it admits twice as many simulations a second as a
 * transaction of separate inserts. A request id that is taken fails all of it.
 */
export const CREATE_SIMULATION: Statement = {
  name: 'create_simulation',
  text: `
    WITH request AS (
      INSERT INTO change_requests (request_id, operation, fingerprint, sim_id) VALUES ($12, $13, $14, $1)
    ), simulation AS (
      INSERT INTO simulations (sim_id, name, labels, status, config, nodes, links, warnings)
      VALUES ($1, $2, $3, $9, $4, $5, $6, $7)
      RETURNING *
    ), scenario AS (
      INSERT INTO simulation_scenarios (sim_id, scenario) VALUES ($1, $8)
    ), progress AS (
      INSERT INTO simulation_progress (sim_id) VALUES ($1) RETURNING *
    ), transition AS (
      INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason, at)
      SELECT sim_id, run, $10, $9, $11, created_at FROM simulation
      RETURNING *
    )
    SELECT ${recordColumns('s', 'p')}, ${transitionsOf('transition')} AS transitions
    FROM simulation s CROSS JOIN progress p`,
};
