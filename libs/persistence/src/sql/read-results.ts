import type { Statement } from '../database/statement.js';

/** The results of a run ($1, $2), where they are at most $3 bytes; of larger ones only how large they are. Lengths are known without unpacking anything. */
export const FIND_RESULTS: Statement = {
  name: 'find_results',
  text: `
    SELECT octet_length(packed) AS packed_bytes, CASE WHEN packed IS NULL AND octet_length(results) <= $3 THEN results END AS text
    FROM simulation_results WHERE sim_id = $1 AND run = $2`,
};

/** Of large results that a server of before has written as they are. */
export const READ_PLAIN_RESULTS: Statement = {
  name: 'read_plain_results',
  text: `SELECT results FROM simulation_results WHERE sim_id = $1 AND run = $2 AND packed IS NULL`,
};

export const PACK_RESULTS: Statement = {
  name: 'pack_results',
  text: `UPDATE simulation_results SET results = $3, packed = $4, summary = $5::json WHERE sim_id = $1 AND run = $2 AND packed IS NULL`,
};

/** $4 bytes of packed results, from $3 on, which counts from 1. */
export const READ_RESULTS_PIECE: Statement = {
  name: 'read_results_piece',
  text: `SELECT substring(packed FROM $3::integer FOR $4::integer) AS piece FROM simulation_results WHERE sim_id = $1 AND run = $2`,
};

/** Results of a run that ended without any, and that has been worked out since; only while it is still the run that was stopped. */
export const ADD_RESULTS: Statement = {
  name: 'add_results',
  text: `
    INSERT INTO simulation_results (sim_id, run, results, packed, summary)
    SELECT sim_id, run, $3, $4::bytea, $5::json FROM simulations WHERE sim_id = $1 AND run = $2 AND status = 'stopped' FOR SHARE
    ON CONFLICT (sim_id, run) DO NOTHING`,
};

/** What events tell of results that a server of before has written: found out once. */
export const KEEP_SUMMARIES: Statement = {
  name: 'keep_summaries',
  text: `
    UPDATE simulation_results r SET summary = g.summary::json
    FROM unnest($1::uuid[], $2::integer[], $3::text[]) AS g (sim_id, run, summary)
    WHERE r.sim_id = g.sim_id AND r.run = g.run AND r.summary IS NULL`,
};
