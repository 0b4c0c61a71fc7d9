import type { Statement } from '../../database/statement.js';

/** Agents, and the commands that are not over, by the index of these alone. */
export const COUNT_FLEET: Statement = {
  name: 'count_fleet',
  text: `
    SELECT
      (SELECT count(*) FROM agents WHERE revoked_at IS NULL)::integer AS registered,
      (SELECT count(*) FROM agent_presence JOIN fleet_replicas r USING (replica)
        WHERE ready AND r.lease_until > clock_timestamp())::integer AS connected,
      coalesce((SELECT json_object_agg(state, commands) FROM (
        SELECT state, count(*) AS commands FROM agent_commands
        WHERE state IN ('queued', 'sent', 'acknowledged', 'running') GROUP BY state) open), '{}') AS commands`,
};
