import type { Statement } from '../database/statement.js';
import { recordColumns, transitionsOf } from './record-columns.js';

/**
 * The compare-and-swap: without the row at its version there is no `target`, and nothing that hangs on it happens. What the
 * statement itself has written it cannot see in the tables, so the answer joins the new transitions to the old.
 * The last step of a new run ($5) belongs to it; those before, and the results, belong to the run that they end. A change without steps leaves the
 * status ($3 null) as it is.
 */
export const CHANGE_SIMULATION: Statement = {
  name: 'change_simulation',
  text: `
    WITH target AS (
      UPDATE simulations SET
        version = version + 1,
        status = coalesce($3, status),
        runner = CASE WHEN coalesce($3, status) IN ('running', 'paused') THEN runner END,
        run = run + $5::boolean::integer,
        retry_count = CASE WHEN $5 THEN 0 ELSE retry_count END,
        losses = CASE WHEN $5 THEN 0 ELSE losses END,
        lost_at_sec = CASE WHEN $5 THEN -1 ELSE lost_at_sec END,
        error_code = CASE WHEN NOT $5 THEN error_code END,
        error_message = CASE WHEN NOT $5 THEN error_message END,
        due_at = CASE WHEN $5 THEN clock_timestamp() ELSE due_at END,
        started_at = CASE WHEN NOT $5 THEN started_at END,
        finished_at = CASE WHEN $4::boolean THEN clock_timestamp() WHEN NOT $5 THEN finished_at END,
        config = coalesce($15::json, config),
        nodes = coalesce($16, nodes),
        links = coalesce($17, links)
      WHERE sim_id = $1 AND version = $2
      RETURNING *
    ), request AS (
      INSERT INTO change_requests (request_id, operation, fingerprint, sim_id, answer)
      SELECT $11, $12, $13, sim_id, $14::json FROM target
    ), progress AS (
      UPDATE simulation_progress p SET
        epoch = CASE WHEN t.runner IS NOT NULL THEN p.epoch END,
        simulated_sec = CASE WHEN $5 THEN 0 ELSE coalesce($9::double precision, p.simulated_sec) END
      FROM target t WHERE p.sim_id = t.sim_id
      RETURNING p.*
    ), moved AS (
      INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason)
      SELECT t.sim_id, t.run - ($5 AND step.place < cardinality($6::text[]))::integer, step.from_status, step.to_status, step.reason
      FROM target t CROSS JOIN unnest($7::text[], $6::text[], $8::text[]) WITH ORDINALITY AS step (from_status, to_status, reason, place)
      ORDER BY step.place
      RETURNING *
    ), ended AS (
      INSERT INTO simulation_results (sim_id, run, results, packed, summary)
      SELECT sim_id, run - $5::integer, $10, $21::bytea, $22::json FROM target WHERE $10::text IS NOT NULL
      ON CONFLICT (sim_id, run) DO UPDATE SET results = excluded.results, packed = excluded.packed, summary = excluded.summary
    ), edited AS (
      INSERT INTO simulation_edits (sim_id, run, seq, at_sec, edits)
      SELECT sim_id, run, $18::integer, $9, $19::json FROM target WHERE $18 IS NOT NULL
    ), kept AS (
      INSERT INTO simulation_edits (sim_id, run, seq, at_sec, edits)
      SELECT e.sim_id, t.run, e.seq, 0, e.edits
      FROM target t JOIN simulation_edits e ON e.sim_id = t.sim_id AND e.run = t.run - 1 WHERE $20::boolean
    )
    SELECT ${recordColumns('s', 'p')},
      ${transitionsOf('(SELECT * FROM simulation_transitions WHERE sim_id = s.sim_id UNION ALL SELECT * FROM moved)')} AS transitions
    FROM target s JOIN progress p USING (sim_id)`,
};
