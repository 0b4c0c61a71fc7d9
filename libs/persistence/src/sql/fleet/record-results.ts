import type { Statement } from '../../database/statement.js';
import { before } from './states.js';

/**
 * What agents have answered, many at once. The first answer to a command counts, also against what the server has concluded without one, where the
 * command had been sent; the answer lists the commands that there are, with how they stood. Rows are locked in the order of their ids, so that
 * two servers do not wait for each other in a ring.
 * A result may come without an acknowledgement or a start before it: what was carried out began at the latest moment that is known to precede it.
 * Answers of revoked agents are left out.
 * IS TRUE keeps the agent from being looked up by its index, which leads to all its commands (see `END_CLAIMS`).
 */
export const RECORD_RESULTS: Statement = {
  name: 'record_results',
  text: `
    WITH given AS MATERIALIZED (
      SELECT DISTINCT ON (command_id, agent_id) *
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS g (command_id, agent_id, state, result, place)
      WHERE agent_id NOT IN (SELECT agent_id FROM agent_bans)
      ORDER BY command_id, agent_id, place
    ), known AS MATERIALIZED (
      SELECT c.command_id, c.state, c.result, g.state AS outcome, g.result AS answer, g.place,
        extract(epoch FROM clock_timestamp() - c.sent_at)::double precision AS took_sec,
        c.state IN ${before('report_succeeded')} AND c.result IS NULL AND (c.finished_at IS NULL OR c.sent_at IS NOT NULL) AS unanswered
      FROM agent_commands c JOIN given g ON c.command_id = g.command_id AND (c.agent_id = g.agent_id) IS TRUE
      ORDER BY c.command_id FOR UPDATE OF c
    ), ended AS (
      UPDATE agent_commands c SET
        state = k.outcome, result = k.answer, finished_at = clock_timestamp(), due_at = NULL,
        sent_at = coalesce(c.sent_at, clock_timestamp()),
        acknowledged_at = coalesce(c.acknowledged_at, clock_timestamp()),
        started_at = CASE WHEN k.outcome IN ('rejected', 'cancelled') THEN c.started_at
          ELSE coalesce(c.started_at, c.acknowledged_at, c.sent_at, clock_timestamp()) END
      FROM known k WHERE c.command_id = k.command_id AND k.unanswered
    )
    SELECT command_id, state, result, place::integer, took_sec, NOT unanswered AS ended FROM known`,
};
