import type { Statement } from '../../database/statement.js';

const COLUMNS = `
  c.command_id, c.agent_id, c.batch_id, c.seq, c.state, c.timeout_sec, c.expires_at, c.sent_at, c.acknowledged_at, c.started_at, c.finished_at,
  c.cancel_requested_at, c.progress_message, c.progress_fraction, c.result, b.command, b.args, b.created_at`;

export const FIND_COMMANDS: Statement = {
  name: 'find_commands',
  text: `SELECT ${COLUMNS} FROM agent_commands c JOIN command_batches b USING (batch_id) WHERE c.command_id = ANY ($1::uuid[])`,
};

export const EXECUTED_COMMANDS: Statement = {
  name: 'executed_commands',
  text: `
    SELECT ${COLUMNS}
    FROM (SELECT * FROM agent_commands WHERE agent_id = $1 AND result IS NOT NULL ORDER BY seq DESC LIMIT $2) c
    JOIN command_batches b USING (batch_id)
    ORDER BY c.seq`,
};

export const BATCH_COMMANDS: Statement = {
  name: 'batch_commands',
  text: `
    SELECT ${COLUMNS} FROM agent_commands c JOIN command_batches b USING (batch_id)
    WHERE c.batch_id = $1 AND c.seq > $2 ORDER BY c.seq LIMIT $3`,
};

export const COUNT_BATCH: Statement = {
  name: 'count_batch',
  text: `
    SELECT b.batch_id, b.command, b.args, b.created_at,
      (SELECT coalesce(json_object_agg(state, number), '{}') FROM (
        SELECT state, count(*) AS number FROM agent_commands c WHERE c.batch_id = b.batch_id GROUP BY state
      ) s) AS states
    FROM command_batches b WHERE b.batch_id = $1`,
};
