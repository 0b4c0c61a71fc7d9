import type { Statement } from '../../database/statement.js';
import { before, REQUEUED } from './states.js';

/**
 * New connections ($2: of whom; $3: whether they may be sent commands at once) to a server ($1). What was sent over the one before waits
 * again; revoked agents are left out; rows that somebody is just changing are left to the sweep. It also says for whom commands wait: to look for them in a statement of its own
 * for nearly every connection was half of all statements when many agents connect. Commands are looked up agent by agent: left to choose, PostgreSQL
 * reads all that are open for each statement (780 connections a second beside 8 000 open commands, 1 800 like this).
 */
export const CONNECT_AGENTS: Statement = {
  name: 'connect_agents',
  text: `
    WITH former AS MATERIALIZED (
      SELECT p.agent_id, p.replica, g.ready
      FROM agent_presence p JOIN unnest($2::text[], $3::boolean[]) AS g (agent_id, ready) USING (agent_id)
      WHERE p.agent_id NOT IN (SELECT agent_id FROM agent_bans)
      ORDER BY p.agent_id FOR UPDATE OF p
    ), connected AS (
      UPDATE agent_presence p SET
        epoch = epoch + 1, replica = $1, ready = f.ready, protocol = NULL,
        connected_at = clock_timestamp(), last_seen_at = clock_timestamp(), round_trip_ms = NULL
      FROM former f WHERE p.agent_id = f.agent_id
      RETURNING p.agent_id, p.epoch, f.replica
    ), sent AS MATERIALIZED (
      SELECT command_id FROM connected CROSS JOIN LATERAL (
        SELECT command_id FROM agent_commands c WHERE c.agent_id = connected.agent_id AND c.state = 'sent' FOR UPDATE SKIP LOCKED
      ) command
    ), requeued AS (
      UPDATE agent_commands c SET
        ${REQUEUED}
      FROM sent WHERE c.command_id = sent.command_id AND c.state IN ${before('unheard')}
    )
    SELECT agent_id, epoch, replica, (
      SELECT true FROM agent_commands c WHERE c.agent_id = connected.agent_id AND c.state IN ('queued', 'sent') LIMIT 1
    ) IS NOT NULL AS awaited
    FROM connected`,
};
