import type { Statement } from '../../database/statement.js';
import { before, REQUEUED } from './states.js';

/** What was sent over a connection that is gone: a statement that sent it may have ended after the one that closed the connection. */
export const REQUEUE_STALE: Statement = {
  name: 'requeue_stale',
  text: `
    WITH stale AS MATERIALIZED (
      SELECT c.command_id FROM agent_commands c JOIN agent_presence p USING (agent_id)
      WHERE c.state = 'sent' AND (p.replica IS NULL OR p.epoch > c.epoch)
      ORDER BY c.command_id LIMIT 10000
      FOR UPDATE OF c SKIP LOCKED
    )
    UPDATE agent_commands c SET
      ${REQUEUED}
    FROM stale WHERE c.command_id = stale.command_id AND c.state IN ${before('unheard')}
    RETURNING c.agent_id`,
};

/** What a server ($1) is said to have sent for so many seconds ($2), and what nobody has answered. */
export const REQUEUE_UNWRITTEN: Statement = {
  name: 'requeue_unwritten',
  text: `
    WITH unwritten AS MATERIALIZED (
      SELECT c.command_id FROM agent_commands c JOIN agent_presence p USING (agent_id)
      WHERE c.state = 'sent' AND p.replica = $1 AND p.epoch = c.epoch AND c.sent_at >= clock_timestamp() - make_interval(secs => $2)
      ORDER BY c.command_id
      FOR UPDATE OF c
    )
    UPDATE agent_commands c SET ${REQUEUED}
    FROM unwritten u WHERE c.command_id = u.command_id AND c.state IN ${before('unheard')}`,
};
