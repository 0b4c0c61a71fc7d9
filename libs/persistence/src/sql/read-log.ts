import type { Statement } from '../database/statement.js';
import { MOST_PAGE_BYTES } from './read-events.js';

/**
 * The log of one simulation ($1) behind a number ($2), at the levels $4, the first $3 lines. Steps and edits are kept elsewhere already, and are lines
 * of the log where the simulation's own level lets them be. Cut by bytes as `READ_EVENTS` is.
 */
export const READ_LOG: Statement = {
  name: 'read_log',
  text: `
    WITH wanted AS (
      SELECT sim_id, CASE config ->> 'log_level' WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END AS depth FROM simulations WHERE sim_id = $1
    )
    SELECT number, run, at, level, simulated_sec, code, message, details, found FROM (
    SELECT line.*, row_number() OVER in_turn AS place, sum(octet_length(message) + octet_length(details::text)) OVER in_turn AS bytes,
      count(*) OVER ()::integer AS found FROM (
    SELECT * FROM (
      (SELECT seq AS number, run, at, step.level, NULL::double precision AS simulated_sec, 'status' AS code,
          to_status || ': ' || reason AS message, json_build_object('from', from_status, 'to', to_status) AS details
        FROM wanted JOIN simulation_transitions USING (sim_id)
        CROSS JOIN LATERAL (
          SELECT CASE WHEN to_status = 'failed' THEN 'error' ELSE 'info' END AS level, CASE WHEN to_status = 'failed' THEN 1 ELSE 3 END AS needs
        ) step
        WHERE seq > $2 AND depth >= step.needs AND step.level = ANY($4::text[]) ORDER BY seq LIMIT $3)
      UNION ALL
      (SELECT event, run, at, 'info', at_sec, 'edit', 'edit ' || seq || ': ' || (
            SELECT string_agg(e ->> 'operation', ', ') FROM json_array_elements(edits) e),
          json_build_object('edit', seq)
        FROM wanted JOIN simulation_edits USING (sim_id)
        WHERE event > $2 AND depth >= 3 AND 'info' = ANY($4::text[]) ORDER BY event LIMIT $3)
      UNION ALL
      (SELECT event, run, at, level, simulated_sec, code, message, details
        FROM simulation_logs WHERE sim_id = $1 AND event > $2 AND level = ANY($4::text[]) ORDER BY event LIMIT $3)
    ) line
    ORDER BY number
    LIMIT $3
    ) line WINDOW in_turn AS (ORDER BY number ROWS UNBOUNDED PRECEDING)
    ) page
    WHERE place = 1 OR bytes <= ${MOST_PAGE_BYTES}
    ORDER BY number`,
};
