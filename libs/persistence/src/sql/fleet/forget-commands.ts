import type { Statement } from '../../database/statement.js';

/**
 * Batches that began longer ago than $1 s and of which nothing is open, with their commands. What was given to an agent while it was deleted is not
 * open: nobody will ever end it.
 */
export const FORGET_COMMANDS: Statement = {
  name: 'forget_commands',
  text: `
    WITH old AS MATERIALIZED (
      SELECT batch_id FROM command_batches b
      WHERE created_at < clock_timestamp() - make_interval(secs => $1)
        AND NOT EXISTS (
          SELECT FROM agent_commands c JOIN agents USING (agent_id) WHERE c.batch_id = b.batch_id AND c.finished_at IS NULL
        )
      ORDER BY created_at LIMIT $2
      FOR UPDATE SKIP LOCKED
    ), commands AS (
      DELETE FROM agent_commands WHERE batch_id IN (SELECT batch_id FROM old)
    )
    DELETE FROM command_batches WHERE batch_id IN (SELECT batch_id FROM old)
    RETURNING batch_id`,
};
