import type { Statement } from '../database/statement.js';

/**
 * Many at once, hence one round trip and one flush to disk for all of them. A request id that is taken, also by another of the
 * same statement, leaves its own simulation out and no other; the answer lists those that were made.
 * Ids of requests are inserted in their order, so that two servers with the same ids do not wait for each other in a ring.
 * Scenarios come as one run of bytes ($9, cut by $10 and $11), because an array of them would be quoted here and unquoted there.
 * The share is a hash, so that shares lie evenly in its range wherever a claim begins to look (`due-in-fair-turn`).
 */
export const CREATE_SIMULATIONS: Statement = {
  name: 'create_simulations',
  text: `
    WITH given AS MATERIALIZED (
      SELECT * FROM unnest(
        $1::uuid[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::text[], $8::text[],
        $10::integer[], $11::integer[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::integer[]
      ) WITH ORDINALITY AS g (
        sim_id, name, labels, config, nodes, links, warnings, status,
        scenario_at, scenario_bytes, from_status, reason, request_id, operation, fingerprint, priority, place
      )
    ), request AS (
      INSERT INTO change_requests (request_id, operation, fingerprint, sim_id)
      SELECT request_id, operation, fingerprint, sim_id FROM given ORDER BY request_id, place
      ON CONFLICT (request_id) DO NOTHING
      RETURNING sim_id
    ), fresh AS MATERIALIZED (
      SELECT given.* FROM given JOIN request USING (sim_id)
    ), simulation AS (
      INSERT INTO simulations (sim_id, name, labels, priority, share, status, config, placement, nodes, links, warnings)
      SELECT sim_id, name, labels::jsonb, priority, hashtextextended(coalesce(labels::jsonb ->> 'user', ''), 0), status, config::json,
        coalesce(config::json ->> 'placement', 'any'), nodes, links, warnings::json
      FROM fresh ORDER BY place
      RETURNING sim_id, run, created_at
    ), scenario AS (
      INSERT INTO simulation_scenarios (sim_id, scenario)
      SELECT sim_id, convert_from(substring($9::bytea FROM scenario_at FOR scenario_bytes), 'UTF8') FROM fresh
    ), progress AS (
      INSERT INTO simulation_progress (sim_id) SELECT sim_id FROM fresh
    ), transition AS (
      INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason, at)
      SELECT sim_id, s.run, f.from_status, f.status, f.reason, s.created_at FROM fresh f JOIN simulation s USING (sim_id)
    )
    SELECT sim_id FROM request`,
};
