import type { Statement } from '../database/statement.js';

/**
 * The ends of many runs, each with its results and its exact simulated time, of those whose claims still hold; the answer says which did.
 * Results come as one run of bytes ($9, cut by $10 and $11), for the reason that `CREATE_SIMULATIONS` gives for scenarios; in it are their summaries too (by $12
 * and $13). Large ones are packed ($14).
 * IS TRUE keeps the status from being looked up by its index: a plan that is made while the table is small would go through all that run, for each.
 */
export const END_CLAIMS: Statement = {
  name: 'end_claims',
  text: `
    WITH given AS MATERIALIZED (
      SELECT * FROM unnest(
        $1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::double precision[], $7::text[], $8::text[], $10::integer[], $11::integer[],
        $12::integer[], $13::integer[], $14::boolean[]
      ) WITH ORDINALITY AS g (
        sim_id, epoch, from_status, to_status, reason, simulated_sec, error_code, error_message, results_at, results_bytes,
        summary_at, summary_bytes, packed, place
      )
    ), target AS (
      UPDATE simulations s SET
        version = version + 1,
        status = g.to_status,
        runner = NULL,
        error_code = g.error_code,
        error_message = g.error_message,
        finished_at = clock_timestamp()
      FROM given g
      WHERE s.sim_id = g.sim_id AND s.epoch = g.epoch AND s.runner IS NOT NULL AND (s.status = g.from_status) IS TRUE
      RETURNING s.sim_id, s.run, g.place
    ), progress AS (
      UPDATE simulation_progress p SET epoch = NULL, simulated_sec = coalesce(g.simulated_sec, p.simulated_sec)
      FROM target t JOIN given g USING (place) WHERE p.sim_id = t.sim_id
    ), ended AS (
      INSERT INTO simulation_results (sim_id, run, results, packed, summary)
      SELECT t.sim_id, t.run,
        CASE WHEN packed THEN told.summary ELSE convert_from(substring($9::bytea FROM results_at FOR results_bytes), 'UTF8') END,
        CASE WHEN packed THEN substring($9::bytea FROM results_at FOR results_bytes) END,
        told.summary::json
      FROM target t JOIN given g USING (place)
        CROSS JOIN LATERAL (SELECT convert_from(substring($9::bytea FROM summary_at FOR summary_bytes), 'UTF8') AS summary) told
      WHERE results_bytes IS NOT NULL ORDER BY place
    ), transition AS (
      INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason)
      SELECT t.sim_id, t.run, g.from_status, g.to_status, g.reason FROM target t JOIN given g USING (place) ORDER BY place
    )
    SELECT place::integer FROM target`,
};
