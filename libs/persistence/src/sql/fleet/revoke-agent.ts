import type { Statement } from '../../database/statement.js';

/** Its connection holds no longer either: the next epoch is nobody's. */
export const REVOKE_AGENT: Statement = {
  name: 'revoke_agent',
  text: `
    WITH agent AS (
      UPDATE agents SET revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE agent_id = $1 RETURNING agent_id
    ), presence AS (
      UPDATE agent_presence SET epoch = epoch + 1, replica = NULL, ready = false WHERE agent_id = (SELECT agent_id FROM agent)
    )
    SELECT agent_id FROM agent`,
};
