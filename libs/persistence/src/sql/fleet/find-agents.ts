import type { Statement } from '../../database/statement.js';
import { AGENT_RUNNER } from '@skein/simulation';
import { AGENT_COLUMNS, AGENT_TABLES } from './agent-columns.js';

const WAITING = `
  (SELECT count(*)::integer FROM agent_commands c WHERE c.agent_id = a.agent_id AND c.state = 'queued') AS queue_length`;

/** Those whose runner it is: the same that the status of a simulation says. */
const HELD = `json_agg(json_build_object('sim_id', s.sim_id, 'epoch', s.epoch) ORDER BY s.sim_id)`;
const HOLDS = `
  (SELECT coalesce(${HELD}, '[]') FROM simulations s WHERE s.runner = '${AGENT_RUNNER}' || a.agent_id) AS simulations`;

export const FIND_AGENTS: Statement = {
  name: 'find_agents',
  text: `SELECT ${AGENT_COLUMNS}, ${WAITING}, ${HOLDS} FROM ${AGENT_TABLES} WHERE a.agent_id = ANY ($1::text[])`,
};

/** Of members of fixed size, bytes of an agent as JSON. */
const FIXED_BYTES = 400;

/**
 * Agents in the order of their registration after one of them ($1, $2): at most $3, and those that come to $4 bytes, but one at least. Queues are counted
 * together, and simulations gathered: an agent that has none is not looked for.
 */
export const LIST_AGENTS: Statement = {
  name: 'list_agents',
  text: `
    WITH page AS MATERIALIZED (
      SELECT agent_id, row_number() OVER (ORDER BY registered_at, agent_id) AS place FROM agents
      WHERE $1::timestamptz IS NULL OR (registered_at, agent_id) > ($1::timestamptz, $2::text)
      ORDER BY registered_at, agent_id LIMIT $3 + 1
    ), waiting AS MATERIALIZED (
      SELECT agent_id, count(*)::integer AS commands FROM agent_commands WHERE state = 'queued' GROUP BY agent_id
    ), held AS MATERIALIZED (
      SELECT substr(s.runner, ${AGENT_RUNNER.length + 1}) AS agent_id, ${HELD} AS simulations
      FROM simulations s WHERE starts_with(s.runner, '${AGENT_RUNNER}') GROUP BY s.runner
    ), listed AS (
      SELECT ${AGENT_COLUMNS}, coalesce(w.commands, 0) AS queue_length, coalesce(h.simulations, '[]') AS simulations, page.place,
        ${FIXED_BYTES} + octet_length(a.agent_id) + octet_length(a.name) + octet_length(a.labels::text)
          + coalesce(octet_length(h.simulations::text), 0) AS bytes
      FROM ${AGENT_TABLES} JOIN page USING (agent_id) LEFT JOIN waiting w USING (agent_id) LEFT JOIN held h USING (agent_id)
    )
    SELECT *, (SELECT max(place) FROM page) > place AS cut
    FROM (SELECT *, sum(bytes) OVER (ORDER BY place) - bytes AS bytes_before FROM listed) l
    WHERE place <= $3 AND bytes_before < $4
    ORDER BY place`,
};
