import type { Statement } from '../../database/statement.js';

export const AGENT_CREDENTIALS: Statement = {
  name: 'agent_credentials',
  text: `
    SELECT agent_id, secret_hash, secret_used_at IS NOT NULL AS used, revoked_at IS NOT NULL AS revoked
    FROM agents WHERE agent_id = ANY ($1::text[])`,
};
