import type { Statement } from '../database/statement.js';

/**
 * Many at once, hence one round trip and one flush to disk for all of them. A request without an id is known by its simulation's: to add that a second time
 * violates a key of one of its rows (`addsAgain`).
 * Scenarios come as one run of bytes ($9, cut by $10 and $11), because an array of them would be quoted here and unquoted there; what was submitted likewise ($21 to $23).
 * The share is a hash of the label `user`, so that shares lie evenly in its range wherever a claim begins to look (`due-in-fair-turn`).
 * What a runner has from the beginning ($12) is as if that had claimed it at once: epoch 1, version 2, and the step ($16 to $20) besides the first.
 */
export const CREATE_SIMULATIONS: Statement = { name: 'create_simulations', text: create('given') };

/**
 * The same where some have ids of requests, which takes some fifth longer. An id that is taken, also by another of the same statement, leaves its own
 * simulation out and no other; the answer names those that were made.
 * Each is kept with its answer, which its repetition gets again, also after the simulation has been deleted.
 * Ids are inserted in their order, so that two servers with the same ids do not wait for each other in a ring.
 */
export const CREATE_REQUESTED: Statement = {
  name: 'create_requested',
  text: create(
    'fresh',
    `, request AS (
      INSERT INTO change_requests (request_id, operation, fingerprint, sim_id, answer)
      SELECT request_id, operation, fingerprint, sim_id,
        json_build_object('status', status, 'version', 1 + begun, 'warnings', warnings::json)
      FROM given JOIN unnest($24::text[], $25::text[], $26::text[]) WITH ORDINALITY AS r (request_id, operation, fingerprint, place) USING (place)
      WHERE request_id IS NOT NULL ORDER BY request_id, place
      ON CONFLICT (request_id) DO NOTHING
      RETURNING sim_id
    ), fresh AS MATERIALIZED (
      SELECT given.* FROM given WHERE ($24::text[])[place] IS NULL OR sim_id IN (SELECT sim_id FROM request)
    )`,
    'RETURNING sim_id',
  ),
};

/** @param added where those are that are added, of the ones that are given */
function create(added: string, chosen = '', returning = ''): string {
  return `
    WITH given AS MATERIALIZED (
      SELECT g.*, clock_timestamp() AS now, (runner IS NOT NULL)::integer AS begun FROM unnest(
        $1::uuid[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::text[], $8::text[],
        $10::integer[], $11::integer[], $12::text[], $13::integer[], $14::text[], $15::text[], $22::integer[], $23::integer[]
      ) WITH ORDINALITY AS g (
        sim_id, name, labels, config, nodes, links, warnings, status, scenario_at, scenario_bytes, runner, priority, placement, sharer, sent_at, sent_bytes, place
      )
    )${chosen}, simulation AS (
      INSERT INTO simulations (
        sim_id, name, labels, priority, share, status, config, placement, nodes, links, warnings,
        version, epoch, runner, created_at, due_at, started_at
      )
      SELECT sim_id, name, labels::jsonb, priority, hashtextextended(sharer, 0), status, config::json, placement, nodes, links, warnings::json,
        1 + begun, begun, runner, now, now, CASE WHEN begun = 1 THEN now END
      FROM ${added}
    ), scenario AS (
      INSERT INTO simulation_scenarios (sim_id, scenario, request)
      SELECT sim_id, convert_from(substring($9::bytea FROM scenario_at FOR scenario_bytes), 'UTF8'),
        substring($21::bytea FROM sent_at FOR sent_bytes)
      FROM ${added}
    ), progress AS (
      INSERT INTO simulation_progress (sim_id, epoch) SELECT sim_id, nullif(begun, 0) FROM ${added}
    )
    INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason, at, runner)
    SELECT sim_id, 1, step.from_status, step.to_status, step.reason, now, step.runner
    FROM unnest($16::integer[], $17::text[], $18::text[], $19::text[], $20::text[]) WITH ORDINALITY
        AS step (place, from_status, to_status, reason, runner, number)
      JOIN ${added} USING (place)
    ORDER BY step.number
    ${returning}`;
}
