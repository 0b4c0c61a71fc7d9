import type { Statement } from '../../database/statement.js';

/**
 * Takes what is queued for agents that are connected to a server ($1), of these ($2) or of all of them, but for those that do not read ($3). The
 * walk goes from the connections to the queue of each, so its cost does not depend on what waits for others. At most $4 for each agent
 * and $5 in all; an agent acknowledges within $6 s.
 */
const claim = (name: string, condition: string): Statement => ({
  name,
  text: `
    WITH mine AS MATERIALIZED (
      SELECT agent_id, epoch, protocol IS NOT NULL AS acknowledges FROM agent_presence
      WHERE replica = $1 AND ready AND ${condition} AND agent_id <> ALL ($3::text[])
    ), due AS MATERIALIZED (
      SELECT c.command_id, mine.epoch, mine.acknowledges
      FROM mine CROSS JOIN LATERAL (
        SELECT command_id FROM agent_commands
        WHERE agent_id = mine.agent_id AND state = 'queued' AND (expires_at IS NULL OR expires_at > clock_timestamp())
        ORDER BY seq LIMIT $4 FOR UPDATE SKIP LOCKED
      ) c
      LIMIT $5
    ), sent AS (
      UPDATE agent_commands c SET
        state = 'sent', epoch = due.epoch, acknowledges = due.acknowledges, sent_at = clock_timestamp(),
        due_at = clock_timestamp() + make_interval(secs => CASE WHEN due.acknowledges THEN $6 ELSE c.timeout_sec END)
      FROM due WHERE c.command_id = due.command_id AND c.state = 'queued'
      RETURNING c.command_id, c.agent_id, c.batch_id, c.seq, c.epoch, c.timeout_sec
    )
    SELECT s.command_id, s.agent_id, s.seq, s.epoch, s.timeout_sec, b.command, b.args,
      extract(epoch FROM clock_timestamp() - b.created_at)::double precision AS waited_sec
    FROM sent s JOIN command_batches b USING (batch_id)
    ORDER BY s.seq`,
});

export const CLAIM_COMMANDS = {
  of: claim('claim_commands_of', 'agent_id = ANY ($2::text[])'),
  all: claim('claim_commands_all', '$2::text[] IS NULL'),
};
