import type { Statement } from '../database/statement.js';

/**
 * Many at once, hence one round trip and one flush to disk for all of them. A request id that is taken, also by another of the
 * same statement, leaves its own simulation out and no other; the answer lists those that were made.
 * A request without an id is known by its simulation's: to add that a second time violates its primary key.
 * Ids of requests are inserted in their order, so that two servers with the same ids do not wait for each other in a ring.
 * Scenarios come as one run of bytes ($9, cut by $10 and $11), because an array of them would be quoted here and unquoted there.
 * The share is a hash of the label `user`, so that shares lie evenly in its range wherever a claim begins to look (`due-in-fair-turn`).
 * What a runner has from the beginning ($12) is as if that had claimed it at once: epoch 1, version 2, and the step ($17 to $21) besides the first.
 */
export const CREATE_SIMULATIONS: Statement = {
  name: 'create_simulations',
  text: `
    WITH given AS MATERIALIZED (
      SELECT g.*, clock_timestamp() AS now FROM unnest(
        $1::uuid[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::text[], $8::text[],
        $10::integer[], $11::integer[], $12::text[], $13::text[], $14::text[], $15::text[], $16::integer[], $22::text[], $23::text[]
      ) WITH ORDINALITY AS g (
        sim_id, name, labels, config, nodes, links, warnings, status,
        scenario_at, scenario_bytes, runner, request_id, operation, fingerprint, priority, placement, sharer, place
      )
    ), request AS (
      INSERT INTO change_requests (request_id, operation, fingerprint, sim_id)
      SELECT request_id, operation, fingerprint, sim_id FROM given WHERE request_id IS NOT NULL ORDER BY request_id, place
      ON CONFLICT (request_id) DO NOTHING
      RETURNING sim_id
    ), fresh AS MATERIALIZED (
      SELECT given.*, (runner IS NOT NULL)::integer AS begun FROM given
      WHERE request_id IS NULL OR sim_id IN (SELECT sim_id FROM request)
    ), simulation AS (
      INSERT INTO simulations (
        sim_id, name, labels, priority, share, status, config, placement, nodes, links, warnings,
        version, epoch, runner, created_at, due_at, started_at
      )
      SELECT sim_id, name, labels::jsonb, priority, hashtextextended(sharer, 0), status, config::json, placement, nodes, links, warnings::json,
        1 + begun, begun, runner, now, now, CASE WHEN begun = 1 THEN now END
      FROM fresh ORDER BY place
      RETURNING sim_id, run, created_at
    ), scenario AS (
      INSERT INTO simulation_scenarios (sim_id, scenario)
      SELECT sim_id, convert_from(substring($9::bytea FROM scenario_at FOR scenario_bytes), 'UTF8') FROM fresh
    ), progress AS (
      INSERT INTO simulation_progress (sim_id, epoch) SELECT sim_id, nullif(begun, 0) FROM fresh
    ), transition AS (
      INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason, at, runner)
      SELECT s.sim_id, s.run, step.from_status, step.to_status, step.reason, s.created_at, step.runner
      FROM unnest($17::integer[], $18::text[], $19::text[], $20::text[], $21::text[]) WITH ORDINALITY
          AS step (place, from_status, to_status, reason, runner, number)
        JOIN fresh USING (place) JOIN simulation s USING (sim_id)
      ORDER BY step.number
    )
    SELECT sim_id FROM fresh`,
};
