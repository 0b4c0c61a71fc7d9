import type { Statement } from '../database/statement.js';

/** How long these simulations last: from their rows, since scenarios can be megabytes. */
export const DURATIONS: Statement = {
  name: 'durations',
  text: `SELECT sim_id, (config ->> 'duration_sec')::double precision AS duration_sec FROM simulations WHERE sim_id = ANY ($1::uuid[])`,
};

/** What the scenario and the edits of a claim, while it holds, say about its results. Read here, so that no thread of this process parses megabytes for it. */
export const RESULT_TERMS: Statement = {
  name: 'result_terms',
  text: `
    WITH given AS MATERIALIZED (
      SELECT s.sim_id, s.run, scenario::json AS scenario FROM simulations s JOIN simulation_scenarios USING (sim_id)
      WHERE s.sim_id = $1 AND s.epoch = $2 AND s.runner IS NOT NULL
    )
    SELECT
      (scenario #>> '{config,duration_sec}')::double precision AS duration_sec,
      (scenario #>> '{config,seed}')::double precision AS seed,
      (scenario #>> '{config,sample_interval_sec}')::double precision AS sample_interval_sec,
      json_array_length(scenario #> '{topology,nodes}') AS nodes,
      (SELECT count(*) + count(*) FILTER (WHERE (link ->> 'directed')::boolean IS NOT TRUE)
        FROM json_array_elements(scenario #> '{topology,links}') AS link)::integer AS links,
      CASE json_typeof(scenario -> 'traffic') WHEN 'array' THEN json_array_length(scenario -> 'traffic') END AS flows,
      (SELECT coalesce(sum(octet_length(e.edits::text)), 0)
        FROM simulation_edits e WHERE e.sim_id = given.sim_id AND e.run = given.run)::integer AS edits_bytes
    FROM given`,
};
