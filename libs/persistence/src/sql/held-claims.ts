import type { Statement } from '../database/statement.js';

export const HELD_CLAIMS: Statement = {
  name: 'held_claims',
  text: `SELECT sim_id, epoch, runner FROM simulations WHERE runner = ANY ($1::text[])`,
};
