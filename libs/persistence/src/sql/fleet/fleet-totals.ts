import type { Statement } from '../../database/statement.js';

/** Ids of connected agents, those that come to $1 bytes. */
export const FLEET_TOTALS: Statement = {
  name: 'fleet_totals',
  text: `
    SELECT
      (SELECT count(*)::integer FROM agents) AS agents,
      (SELECT count(*)::integer FROM agent_commands WHERE state = 'queued') AS queued,
      (SELECT count(*)::integer FROM agent_commands WHERE result IS NOT NULL) AS executed,
      (SELECT count(*)::integer FROM agent_presence JOIN fleet_replicas r USING (replica)
        WHERE ready AND r.lease_until > clock_timestamp()) AS connected,
      ARRAY (
        SELECT agent_id FROM (
          SELECT agent_id, connected_at, sum(octet_length(agent_id) + 3) OVER (ORDER BY connected_at, agent_id) AS bytes
          FROM agent_presence JOIN fleet_replicas r USING (replica)
          WHERE ready AND r.lease_until > clock_timestamp()
        ) c WHERE bytes <= $1 ORDER BY connected_at, agent_id
      ) AS connected_ids`,
};
