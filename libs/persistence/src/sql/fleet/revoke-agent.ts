import type { Statement } from '../../database/statement.js';

/** The connection of a revoked agent holds no longer either: the next epoch is nobody's. Gives the server that held it. */
export const REVOKE_AGENT: Statement = {
  name: 'revoke_agent',
  text: `
    WITH agent AS (
      UPDATE agents SET revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE agent_id = $1 RETURNING agent_id, revoked_at
    ), ban AS (
      INSERT INTO agent_bans SELECT agent_id, revoked_at FROM agent ON CONFLICT DO NOTHING
    ), presence AS (
      UPDATE agent_presence SET epoch = epoch + 1, replica = NULL, ready = false WHERE agent_id = (SELECT agent_id FROM agent)
    )
    SELECT (SELECT replica FROM agent_presence WHERE agent_id = $1) AS replica FROM agent`,
};

/** The credential stays invalid: it may be what was stolen. With enrolment the agent gets a new one for the enrolment token. */
export const ALLOW_AGENT: Statement = {
  name: 'allow_agent',
  text: `
    WITH ban AS (
      DELETE FROM agent_bans WHERE agent_id = $1 RETURNING agent_id
    ), agent AS (
      UPDATE agents SET revoked_at = NULL, secret_hash = NULL, secret_used_at = NULL WHERE agent_id = $1 AND revoked_at IS NOT NULL
    )
    SELECT EXISTS (SELECT FROM ban) AS banned, EXISTS (SELECT FROM agents WHERE agent_id = $1) AS known`,
};

export const FIND_BANS: Statement = {
  name: 'find_bans',
  text: `SELECT agent_id FROM agent_bans WHERE agent_id = ANY ($1::text[])`,
};

/** Ordered by id, after one of them. */
export const LIST_BANS: Statement = {
  name: 'list_bans',
  text: `
    SELECT b.agent_id, b.revoked_at, EXISTS (SELECT FROM agents a WHERE a.agent_id = b.agent_id) AS known
    FROM agent_bans b WHERE b.agent_id COLLATE "C" > $1 ORDER BY b.agent_id COLLATE "C" LIMIT $2`,
};
