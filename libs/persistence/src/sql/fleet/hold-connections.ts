import type { Statement } from '../../database/statement.js';

/**
 * Of the connections that a server ($1) believes to have, takes back those that are nobody's, and gives those that hold no longer. Nobody's are
 * those of a server whose lease had run out. A connection of a revoked agent never holds: it may have been made in the instant of the revocation.
 */
export const HOLD_CONNECTIONS: Statement = {
  name: 'hold_connections',
  text: `
    WITH given AS MATERIALIZED (
      SELECT * FROM unnest($2::text[], $3::bigint[]) AS g (agent_id, epoch)
    ), free AS MATERIALIZED (
      SELECT p.agent_id FROM agent_presence p JOIN given USING (agent_id, epoch) WHERE p.replica IS NULL
      ORDER BY p.agent_id FOR UPDATE OF p
    ), taken AS (
      UPDATE agent_presence p SET replica = $1 FROM free WHERE p.agent_id = free.agent_id
    )
    SELECT g.agent_id, g.epoch, a.agent_id IS NULL OR b.agent_id IS NOT NULL AS revoked
    FROM given g LEFT JOIN agents a USING (agent_id) LEFT JOIN agent_bans b USING (agent_id) LEFT JOIN agent_presence p USING (agent_id)
    WHERE p.epoch IS DISTINCT FROM g.epoch OR b.agent_id IS NOT NULL`,
};
