import type { Statement } from '../database/statement.js';

export const HELD_CLAIMS: Statement = {
  name: 'held_claims',
  text: `
    SELECT s.sim_id, s.epoch
    FROM unnest($1::uuid[], $2::integer[]) AS claim (sim_id, epoch)
    JOIN simulations s ON s.sim_id = claim.sim_id AND s.epoch = claim.epoch
    WHERE s.runner IS NOT NULL`,
};
