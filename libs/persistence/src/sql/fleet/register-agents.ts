import type { Statement } from '../../database/statement.js';

/** Many at once; of several with one id the last counts. Labels that are null stay as they were. Revoked agents are left out of the answer. */
export const REGISTER_AGENTS: Statement = {
  name: 'register_agents',
  text: `
    WITH given AS MATERIALIZED (
      SELECT DISTINCT ON (agent_id) * FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS g (agent_id, name, labels, place)
      WHERE agent_id NOT IN (SELECT agent_id FROM agent_bans)
      ORDER BY agent_id, place DESC
    ), agent AS (
      INSERT INTO agents AS a (agent_id, name, labels)
      SELECT agent_id, name, coalesce(labels, '{}')::jsonb FROM given ORDER BY agent_id
      ON CONFLICT (agent_id) DO UPDATE SET
        name = excluded.name,
        labels = coalesce((SELECT g.labels FROM given g WHERE g.agent_id = a.agent_id)::jsonb, a.labels)
      WHERE a.revoked_at IS NULL
      RETURNING agent_id, xmax = 0 AS fresh
    ), presence AS (
      INSERT INTO agent_presence (agent_id) SELECT agent_id FROM agent WHERE fresh
      ON CONFLICT DO NOTHING
    )
    SELECT agent_id, fresh FROM agent`,
};
