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
