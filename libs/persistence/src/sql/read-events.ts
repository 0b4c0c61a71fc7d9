import type { Statement } from '../database/statement.js';
import { HEAD, TAIL } from '../stores/results-summary.js';

/** Of a page of events or of a log, as JSON text. */
export const MOST_PAGE_BYTES = 1024 * 1024;

/**
 * Events with numbers above $1, up to $2, of the types $4, the first $3 of them. Each table is walked along its own index and ends after $3 rows; types
 * that are not wanted are not looked at. Of results, which can be megabytes, only the summary beside them is read; where a server of before has written none,
 * their beginning and their end. Of what was found, as much is answered as comes to so many bytes together, but at least one.
 */
export const READ_EVENTS = { all: read('read_events', ''), of: read('read_events_of', 'AND sim_id = ANY($5::uuid[])') };

function read(name: string, simulations: string): Statement {
  const from = (type: string, table: string, number: string, data: string): string => `
    (SELECT ${number} AS number, '${type}' AS type, sim_id, run, at, ${data} AS data FROM ${table}
      WHERE '${type}' = ANY($4::text[]) AND ${number} > $1 AND ${number} <= $2 ${simulations} ORDER BY ${number} LIMIT $3)`;
  return {
    name,
    text: `
    SELECT number, type, sim_id, run, at, data, found FROM (
    SELECT event.*, row_number() OVER in_turn AS place, sum(octet_length(data::text)) OVER in_turn AS bytes, count(*) OVER ()::integer AS found FROM (
    SELECT * FROM (
      ${from(
        'status',
        'simulation_transitions',
        'seq',
        `json_build_object('from', from_status, 'to', to_status, 'reason', reason, 'runner', runner, 'next_attempt_at', next_attempt_at)`,
      )}
      UNION ALL
      ${from('edit', 'simulation_edits', 'event', `json_build_object('edit', seq, 'simulated_sec', at_sec, 'operations', edits)`)}
      UNION ALL
      ${from(
        'log',
        'simulation_logs',
        'event',
        `json_build_object('level', level, 'simulated_sec', simulated_sec, 'code', code, 'message', message, 'details', details)`,
      )}
      UNION ALL
      ${from('result', 'simulation_results', 'event', `coalesce(summary, json_build_object('head', left(results, ${HEAD}), 'tail', right(results, ${TAIL})))`)}
    ) event
    ORDER BY number
    LIMIT $3
    ) event WINDOW in_turn AS (ORDER BY number ROWS UNBOUNDED PRECEDING)
    ) page
    WHERE place = 1 OR bytes <= ${MOST_PAGE_BYTES}
    ORDER BY number`,
  };
}

/** What runners hold, and how far each is; without those that have come to another status in an event above $1, which is not told yet. */
export const READ_PROGRESS = { all: progress('read_progress', ''), of: progress('read_progress_of', 'AND s.sim_id = ANY($2::uuid[])') };

function progress(name: string, simulations: string): Statement {
  return {
    name,
    text: `
      SELECT s.sim_id, s.run, p.simulated_sec, p.routed, s.status = 'running' AS running, (s.config ->> 'duration_sec')::double precision AS duration_sec
      FROM simulations s JOIN simulation_progress p USING (sim_id)
      WHERE s.runner IS NOT NULL ${simulations}
        AND NOT EXISTS (SELECT FROM simulation_transitions t WHERE t.sim_id = s.sim_id AND t.seq > $1)`,
  };
}

export const EXISTING_SIMULATIONS: Statement = {
  name: 'existing_simulations',
  text: `SELECT sim_id FROM simulations WHERE sim_id = ANY($1::uuid[])`,
};
