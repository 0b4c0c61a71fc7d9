import type { Statement } from '../database/statement.js';

/** Takes all that belongs to the simulation along, but leaves the request, so that its repetition finds it. */
export const DELETE_SIMULATION: Statement = {
  name: 'delete_simulation',
  text: `
    WITH target AS (
      DELETE FROM simulations WHERE sim_id = $1 AND version = $2 RETURNING sim_id
    )
    INSERT INTO change_requests (request_id, operation, fingerprint, sim_id)
    SELECT $3, $4, $5, sim_id FROM target
    RETURNING sim_id`,
};
