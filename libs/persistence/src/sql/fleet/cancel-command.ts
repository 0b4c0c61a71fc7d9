import type { Statement } from '../../database/statement.js';
import { before, ENDED } from './states.js';

/** What is queued is cancelled; of what is not, it is noted that nobody wants it any more. */
export const CANCEL_COMMAND: Statement = {
  name: 'cancel_command',
  text: `
    UPDATE agent_commands SET
      cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()),
      state = CASE WHEN state IN ${before('withdraw')} THEN 'cancelled' ELSE state END,
      finished_at = CASE WHEN state IN ${before('withdraw')} THEN clock_timestamp() END,
      due_at = CASE WHEN state IN ${before('withdraw')} THEN NULL ELSE due_at END
    WHERE command_id = $1 AND state NOT IN ${ENDED}`,
};

/** Where the agent of a command is. */
export const REPLICA_OF_COMMAND: Statement = {
  name: 'replica_of_command',
  text: `SELECT replica FROM agent_presence JOIN agent_commands USING (agent_id) WHERE command_id = $1`,
};

/** Cancellations for agents that are connected to a server and understand them, each once for each connection. */
export const CLAIM_CANCELLATIONS: Statement = {
  name: 'claim_cancellations',
  text: `
    WITH wanted AS MATERIALIZED (
      SELECT c.command_id, p.epoch FROM agent_commands c JOIN agent_presence p USING (agent_id)
      WHERE c.cancel_requested_at IS NOT NULL AND c.finished_at IS NULL AND c.state <> 'queued'
        AND p.replica = $1 AND p.ready AND p.protocol IS NOT NULL AND c.cancel_epoch IS DISTINCT FROM p.epoch
      FOR UPDATE OF c SKIP LOCKED
    )
    UPDATE agent_commands c SET cancel_epoch = w.epoch FROM wanted w WHERE c.command_id = w.command_id
    RETURNING c.agent_id, c.command_id`,
};
