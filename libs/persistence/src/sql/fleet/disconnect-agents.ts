import type { Statement } from '../../database/statement.js';
import { before, REQUEUED } from './states.js';

/** Connections that were closed, those that still held; a newer one is not touched. */
export const DISCONNECT_AGENTS: Statement = {
  name: 'disconnect_agents',
  text: `
    WITH held AS MATERIALIZED (
      SELECT p.agent_id FROM agent_presence p JOIN unnest($1::text[], $2::bigint[]) AS g (agent_id, epoch) USING (agent_id, epoch)
      ORDER BY p.agent_id FOR UPDATE OF p
    ), closed AS (
      UPDATE agent_presence p SET replica = NULL, ready = false, last_seen_at = clock_timestamp()
      FROM held WHERE p.agent_id = held.agent_id
      RETURNING p.agent_id
    ), sent AS MATERIALIZED (
      SELECT command_id FROM agent_commands
      WHERE state = 'sent' AND agent_id IN (SELECT agent_id FROM closed)
      FOR UPDATE SKIP LOCKED
    )
    UPDATE agent_commands c SET
      ${REQUEUED}
    FROM sent WHERE c.command_id = sent.command_id AND c.state IN ${before('unheard')}`,
};
