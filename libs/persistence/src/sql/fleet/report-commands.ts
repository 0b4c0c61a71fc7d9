import type { Statement } from '../../database/statement.js';
import { before } from './states.js';

/**
 * Commands that agents have ($3 false) or carry out ($3 true); of several words on one command the last message counts. The time that a command may
 * run begins with its first word; its agent keeps it as well, and is given $6 s more to say so. Rows are locked in the order of their ids, so that
 * two servers do not wait for each other in a ring. Gives the commands that there are, and which of them were cancelled while their agent was away.
 * IS TRUE keeps the agent from being looked up by its index, which leads to all its commands (see `END_CLAIMS`).
 */
export const REPORT_COMMANDS: Statement = {
  name: 'report_commands',
  text: `
    WITH given AS MATERIALIZED (
      SELECT command_id, agent_id, bool_or(begun) AS begun,
        (array_agg(message ORDER BY place DESC) FILTER (WHERE begun))[1] AS message,
        (array_agg(fraction ORDER BY place DESC) FILTER (WHERE begun))[1] AS fraction
      FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::text[], $5::double precision[])
        WITH ORDINALITY AS g (command_id, agent_id, begun, message, fraction, place)
      GROUP BY command_id, agent_id
    ), known AS MATERIALIZED (
      SELECT c.command_id, c.agent_id, c.state, c.state = 'cancelled' AND c.result IS NULL AS unwanted, g.begun, g.message, g.fraction
      FROM agent_commands c JOIN given g ON c.command_id = g.command_id AND (c.agent_id = g.agent_id) IS TRUE
      ORDER BY c.command_id FOR UPDATE OF c
    ), moved AS (
      UPDATE agent_commands c SET
        state = CASE WHEN k.begun THEN 'running' ELSE 'acknowledged' END,
        acknowledged_at = coalesce(c.acknowledged_at, clock_timestamp()),
        started_at = CASE WHEN k.begun THEN coalesce(c.started_at, clock_timestamp()) END,
        due_at = CASE WHEN NOT k.begun THEN NULL WHEN k.state = 'running' THEN c.due_at
          ELSE clock_timestamp() + make_interval(secs => c.timeout_sec + $6) END,
        progress_message = k.message,
        progress_fraction = k.fraction
      FROM known k
      WHERE c.command_id = k.command_id AND (k.begun AND (c.state = 'running' OR c.state IN ${before('begin')})
        OR NOT k.begun AND c.state IN ${before('acknowledge')})
    )
    SELECT command_id, agent_id, unwanted FROM known`,
};
