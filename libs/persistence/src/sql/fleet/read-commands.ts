import type { Statement } from '../../database/statement.js';

const COLUMNS = `
  c.command_id, c.agent_id, c.batch_id, c.seq, c.state, c.timeout_sec, c.expires_at, c.sent_at, c.acknowledged_at, c.started_at, c.finished_at,
  c.cancel_requested_at, c.progress_message, c.progress_fraction, c.result, b.command, b.args, b.created_at`;

export const FIND_COMMANDS: Statement = {
  name: 'find_commands',
  text: `SELECT ${COLUMNS} FROM agent_commands c JOIN command_batches b USING (batch_id) WHERE c.command_id = ANY ($1::uuid[])`,
};

/**
 * The newest answers of an agent ($1) before one of them ($2), oldest first: at most $3, and those whose results come to $4 bytes, but one at least. Sizes
 * of results are read without the results.
 */
export const EXECUTED_COMMANDS: Statement = {
  name: 'executed_commands',
  text: `
    SELECT c.command_id, c.seq, c.state, c.sent_at, c.result, b.command, c.place < c.most AS cut
    FROM (
      SELECT *, max(place) OVER () AS most FROM (
        SELECT *, row_number() OVER (ORDER BY seq DESC) AS place,
          sum(octet_length(result)) OVER (ORDER BY seq DESC) - octet_length(result) AS bytes_before
        FROM (SELECT * FROM agent_commands WHERE agent_id = $1 AND result IS NOT NULL AND seq < $2 ORDER BY seq DESC LIMIT $3 + 1) newest
      ) counted
    ) c
    JOIN command_batches b USING (batch_id)
    WHERE c.place <= $3 AND c.bytes_before < $4
    ORDER BY c.seq`,
};

/** What a command of a batch adds to a page, beside its members of fixed size. */
const PAGE_WEIGHT = `(coalesce(octet_length(c.result), 0) + b.bytes)`;

/** Commands of a batch ($1) after one of them ($2): at most $3, and those that come to $4 bytes, but one at least. */
export const BATCH_COMMANDS: Statement = {
  name: 'batch_commands',
  text: `
    SELECT ${COLUMNS}, c.most > c.place AS cut
    FROM (
      SELECT *, max(place) OVER () AS most FROM (
        SELECT c.*, row_number() OVER (ORDER BY seq) AS place,
          sum(${PAGE_WEIGHT}) OVER (ORDER BY seq) - ${PAGE_WEIGHT} AS bytes_before
        FROM (SELECT * FROM agent_commands WHERE batch_id = $1 AND seq > $2 ORDER BY seq LIMIT $3 + 1) c
        JOIN command_batches b USING (batch_id)
      ) counted
    ) c
    JOIN command_batches b USING (batch_id)
    WHERE c.place <= $3 AND c.bytes_before < $4
    ORDER BY c.seq`,
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
