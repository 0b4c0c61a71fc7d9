import type { Statement } from '../../database/statement.js';

export const FLEET_TOTALS: Statement = {
  name: 'fleet_totals',
  text: `
    SELECT
      (SELECT count(*)::integer FROM agents) AS agents,
      (SELECT count(*)::integer FROM agent_commands WHERE state = 'queued') AS queued,
      (SELECT count(*)::integer FROM agent_commands WHERE result IS NOT NULL) AS executed,
      ARRAY (
        SELECT agent_id FROM agent_presence JOIN fleet_replicas r USING (replica)
        WHERE ready AND r.lease_until > clock_timestamp() ORDER BY connected_at, agent_id
      ) AS connected`,
};
