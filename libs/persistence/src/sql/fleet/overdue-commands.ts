import type { Statement } from '../../database/statement.js';

/**
 * Moves on what has lasted too long: what was queued expires, what was not acknowledged is queued again, what runs has run out of time; to
 * an agent that acknowledges nothing, sent is running.
 */
export const OVERDUE_COMMANDS: Statement = {
  name: 'overdue_commands',
  text: `
    WITH overdue AS MATERIALIZED (
      SELECT command_id,
        CASE WHEN state = 'queued' THEN 'expired'
          WHEN state = 'sent' AND acknowledges THEN CASE WHEN cancel_requested_at IS NULL THEN 'queued' ELSE 'cancelled' END
          ELSE 'timed_out' END AS next
      FROM agent_commands
      WHERE due_at <= clock_timestamp()
      ORDER BY due_at LIMIT $1
      FOR UPDATE SKIP LOCKED
    )
    UPDATE agent_commands c SET
      state = next,
      started_at = CASE WHEN next = 'timed_out' THEN coalesce(c.started_at, c.sent_at) ELSE c.started_at END,
      due_at = CASE WHEN next = 'queued' THEN expires_at END,
      finished_at = CASE WHEN next <> 'queued' THEN clock_timestamp() END
    FROM overdue o WHERE c.command_id = o.command_id
    RETURNING c.command_id`,
};
