import type { Statement } from '../database/statement.js';

/** The request of a simulation, where it has at most $2 bytes; of a larger one only how large it is. The scenario where an earlier server kept no request. */
export const SUBMITTED: Statement = {
  name: 'submitted',
  text: `
    SELECT octet_length(request) AS bytes, CASE WHEN octet_length(request) <= $2 THEN request END AS request,
      CASE WHEN request IS NULL THEN scenario END AS scenario
    FROM simulation_scenarios WHERE sim_id = $1`,
};

/** $3 bytes of a request, from $2 on, which counts from 1. */
export const SUBMITTED_PIECE: Statement = {
  name: 'submitted_piece',
  text: 'SELECT substring(request FROM $2::integer FOR $3::integer) AS piece FROM simulation_scenarios WHERE sim_id = $1',
};
