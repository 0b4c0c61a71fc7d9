import type { Statement } from '../../database/statement.js';

/** Which of these hashes, in hexadecimal, are those of agents' secrets. */
export const AGENT_SECRETS: Statement = {
  name: 'agent_secrets',
  text: `
    SELECT encode(secret_hash, 'hex') AS secret FROM agents
    WHERE revoked_at IS NULL AND secret_hash = ANY (SELECT decode(hash, 'hex') FROM unnest($1::text[]) AS hash)`,
};
