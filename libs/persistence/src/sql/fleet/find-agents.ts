import type { Statement } from '../../database/statement.js';
import { AGENT_COLUMNS, AGENT_TABLES } from './agent-columns.js';

const WAITING = `
  (SELECT count(*)::integer FROM agent_commands c WHERE c.agent_id = a.agent_id AND c.state = 'queued') AS queue_length`;

export const FIND_AGENTS: Statement = {
  name: 'find_agents',
  text: `SELECT ${AGENT_COLUMNS}, ${WAITING} FROM ${AGENT_TABLES} WHERE a.agent_id = ANY ($1::text[])`,
};

/** Queues are counted together: an agent that has none is not looked for. */
export const LIST_AGENTS: Statement = {
  name: 'list_agents',
  text: `
    WITH waiting AS MATERIALIZED (
      SELECT agent_id, count(*)::integer AS commands FROM agent_commands WHERE state = 'queued' GROUP BY agent_id
    )
    SELECT ${AGENT_COLUMNS}, coalesce(w.commands, 0) AS queue_length
    FROM ${AGENT_TABLES} LEFT JOIN waiting w USING (agent_id)
    ORDER BY a.registered_at, a.agent_id`,
};
