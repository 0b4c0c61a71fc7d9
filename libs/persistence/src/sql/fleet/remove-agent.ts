import type { Statement } from '../../database/statement.js';

export const REMOVE_AGENT: Statement = {
  name: 'remove_agent',
  text: `
    WITH presence AS (
      SELECT replica FROM agent_presence WHERE agent_id = $1
    ), agent AS (
      DELETE FROM agents WHERE agent_id = $1 RETURNING agent_id
    ), commands AS (
      DELETE FROM agent_commands WHERE agent_id = (SELECT agent_id FROM agent)
    )
    SELECT (SELECT replica FROM presence) AS replica FROM agent`,
};
