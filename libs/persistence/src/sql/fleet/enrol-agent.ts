import type { Statement } from '../../database/statement.js';

/** An agent and a secret for it, unless another secret of it has been used, or it is revoked. */
export const ENROL_AGENT: Statement = {
  name: 'enrol_agent',
  text: `
    WITH agent AS (
      INSERT INTO agents AS a (agent_id, name, labels, secret_hash) SELECT $1::text, $2::text, coalesce($3, '{}')::jsonb, $4::bytea
      WHERE NOT EXISTS (SELECT FROM agent_bans WHERE agent_id = $1)
      ON CONFLICT (agent_id) DO UPDATE SET
        name = excluded.name,
        labels = coalesce($3::jsonb, a.labels),
        secret_hash = excluded.secret_hash
      WHERE a.secret_used_at IS NULL AND a.revoked_at IS NULL
      RETURNING agent_id
    ), presence AS (
      INSERT INTO agent_presence (agent_id) SELECT agent_id FROM agent
      ON CONFLICT DO NOTHING
    )
    SELECT agent_id FROM agent`,
};
