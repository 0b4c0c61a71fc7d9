import type { Statement } from '../database/statement.js';
import { recordColumns, transitionsOf } from './record-columns.js';

/** Separate statements, so that each is planned as a walk along its own index that ends after `limit` ($1) rows. */
export const LIST_SIMULATIONS = {
  all: list('list_all', 'true'),
  allAfter: list('list_all_after', '(created_at, sim_id) < ($2, $3)'),
  withStatus: list('list_status', 'status = $2'),
  withStatusAfter: list('list_status_after', 'status = $4 AND (created_at, sim_id) < ($2, $3)'),
};

function list(name: string, condition: string): Statement {
  return { name, text: pageOf(condition) };
}

/** A page of at most $1 simulations, newest first, with their transitions. */
export function pageOf(condition: string): string {
  return `
      SELECT ${recordColumns('s', 'p')},
        ${transitionsOf('(SELECT * FROM simulation_transitions WHERE sim_id = s.sim_id)')} AS transitions
      FROM (SELECT * FROM simulations WHERE ${condition} ORDER BY created_at DESC, sim_id DESC LIMIT $1) s
      JOIN simulation_progress p USING (sim_id)
      ORDER BY s.created_at DESC, s.sim_id DESC`;
}
