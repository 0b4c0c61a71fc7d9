import type { Statement } from '../database/statement.js';

/** Asks the server that holds a simulation for the results so far; answers when. */
export const ASK_RESULTS: Statement = {
  name: 'ask_results',
  text: `
    INSERT INTO simulation_results_requests (sim_id) VALUES ($1)
    ON CONFLICT (sim_id) DO UPDATE SET asked_at = excluded.asked_at
    RETURNING asked_at::text`,
};

/** What is asked for, and the present time: results that are taken from now on are new enough for all of them. */
export const ASKED_RESULTS: Statement = {
  name: 'asked_results',
  text: `SELECT sim_id, clock_timestamp()::text AS now FROM simulation_results_requests ORDER BY asked_at LIMIT $1`,
};

/** Writes down results that were taken at $5, and has done with what was asked before that. What another reader may still be reading stays a while. */
export const PUT_PRESENT_RESULTS: Statement = {
  name: 'put_present_results',
  text: `
    WITH answered AS (
      DELETE FROM simulation_results_requests WHERE sim_id = $2 AND asked_at <= coalesce($5::timestamptz, clock_timestamp())
    ), old AS (
      DELETE FROM simulation_present_results WHERE sim_id = $2 AND at < clock_timestamp() - interval '60 s'
    )
    INSERT INTO simulation_present_results (id, sim_id, run, at, results, packed)
    VALUES ($1, $2, $3, coalesce($5::timestamptz, clock_timestamp()), $4, $6)`,
};

/** The newest of a run ($2) that were taken at $3 or later. */
export const FIND_PRESENT_RESULTS: Statement = {
  name: 'find_present_results',
  text: `
    SELECT id, results AS text, octet_length(packed) AS packed_bytes FROM simulation_present_results
    WHERE sim_id = $1 AND run = $2 AND at >= $3::timestamptz ORDER BY at DESC LIMIT 1`,
};

export const READ_PRESENT_PIECE: Statement = {
  name: 'read_present_piece',
  text: `SELECT substring(packed FROM $2::integer FOR $3::integer) AS piece FROM simulation_present_results WHERE id = $1`,
};

/** What nobody can be reading any more, and what nobody has answered. */
export const FORGET_PRESENT_RESULTS: Statement = {
  name: 'forget_present_results',
  text: `
    WITH unanswered AS (DELETE FROM simulation_results_requests WHERE asked_at < clock_timestamp() - interval '60 s')
    DELETE FROM simulation_present_results WHERE at < clock_timestamp() - interval '5 min'`,
};
