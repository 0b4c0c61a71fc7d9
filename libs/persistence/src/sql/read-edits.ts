import type { Statement } from '../database/statement.js';

/** The log of a run ($1, $2) behind a number ($3). Texts: the driver would parse them on the thread that serves HTTP. */
export const EDIT_TEXTS: Statement = {
  name: 'edit_texts',
  text: `SELECT seq, at_sec, edits::text AS edits FROM simulation_edits WHERE sim_id = $1 AND run = $2 AND seq > $3 ORDER BY seq`,
};

/** At most $4 entries, and as many as come to $5 bytes together; at least one. */
export const EDIT_PAGE: Statement = {
  name: 'edit_page',
  text: `
    SELECT seq, at_sec, at, edits FROM (
      SELECT seq, at_sec, at, edits, row_number() OVER by_seq AS place, sum(octet_length(edits)) OVER by_seq AS bytes
      FROM (
        SELECT seq, at_sec, at, edits::text AS edits FROM simulation_edits WHERE sim_id = $1 AND run = $2 AND seq > $3 ORDER BY seq LIMIT $4
      ) entry
      WINDOW by_seq AS (ORDER BY seq ROWS UNBOUNDED PRECEDING)
    ) page
    WHERE place = 1 OR bytes <= $5
    ORDER BY seq`,
};

/** Of the topology as it was submitted, where a run has had edits. Scenarios can be megabytes: the database counts. */
export const SUBMITTED_SIZE: Statement = {
  name: 'submitted_size',
  text: `
    SELECT json_array_length(topology -> 'nodes') AS nodes, json_array_length(topology -> 'links') AS links
    FROM (SELECT scenario::json -> 'topology' AS topology FROM simulation_scenarios WHERE sim_id = $1) s
    WHERE EXISTS (SELECT FROM simulation_edits WHERE sim_id = $1 AND run = $2)`,
};
