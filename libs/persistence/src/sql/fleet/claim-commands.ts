import type { Statement } from '../../database/statement.js';
import { LIGHT_BYTES } from './weights.js';

/**
 * Takes what is queued for agents that are connected to a server ($1), of these ($2) or of all of them, but for those that do not read ($3). The
 * walk goes from the connections to the queue of each, so its cost does not depend on what waits for others. At most $4 for each agent
 * and $5 in all; an agent acknowledges within $6 s.
 *
 * Arguments above `LIGHT_BYTES` weigh: of those, an agent gets what fits into $7 bytes and all together what fits into $8, and one more that does not. The
 * order of each agent is kept, since what comes after a heavy command weighs at least as much together with it. Gives `cut` where more waits.
 */
const claim = (name: string, condition: string): Statement => ({
  name,
  text: `
    WITH mine AS MATERIALIZED (
      SELECT agent_id, epoch, protocol IS NOT NULL AS acknowledges FROM agent_presence
      WHERE replica = $1 AND ready AND ${condition} AND agent_id <> ALL ($3::text[])
    ), due AS MATERIALIZED (
      SELECT c.command_id, c.batch_id, c.seq, mine.agent_id, mine.epoch, mine.acknowledges
      FROM mine CROSS JOIN LATERAL (
        SELECT command_id, batch_id, seq FROM agent_commands
        WHERE agent_id = mine.agent_id AND state = 'queued' AND (expires_at IS NULL OR expires_at > clock_timestamp())
        ORDER BY seq LIMIT $4 FOR UPDATE SKIP LOCKED
      ) c
      LIMIT $5
    ), weighed AS (
      SELECT due.*, b.command, b.args, b.created_at, greatest(b.bytes - ${LIGHT_BYTES}, 0) AS weight,
        sum(greatest(b.bytes - ${LIGHT_BYTES}, 0)) OVER (PARTITION BY agent_id ORDER BY seq) AS through
      FROM due JOIN command_batches b USING (batch_id)
    ), fitting AS MATERIALIZED (
      SELECT *, through = 0 OR (through - weight < $7 AND before < $8) AS fits
      FROM (SELECT *, sum(weight) OVER (ORDER BY through, seq) - weight AS before FROM weighed) w
    ), sent AS (
      UPDATE agent_commands c SET
        state = 'sent', epoch = f.epoch, acknowledges = f.acknowledges, sent_at = clock_timestamp(),
        due_at = clock_timestamp() + make_interval(secs => CASE WHEN f.acknowledges THEN $6 ELSE c.timeout_sec END)
      FROM fitting f WHERE f.fits AND c.command_id = f.command_id AND c.state = 'queued'
      RETURNING c.command_id, c.timeout_sec
    )
    SELECT s.command_id, f.agent_id, f.seq, f.epoch, s.timeout_sec, f.command, f.args,
      extract(epoch FROM clock_timestamp() - f.created_at)::double precision AS waited_sec,
      EXISTS (SELECT FROM fitting WHERE NOT fits) AS cut
    FROM sent s JOIN fitting f USING (command_id)
    ORDER BY f.seq`,
});

export const CLAIM_COMMANDS = {
  of: claim('claim_commands_of', 'agent_id = ANY ($2::text[])'),
  all: claim('claim_commands_all', '$2::text[] IS NULL'),
};
