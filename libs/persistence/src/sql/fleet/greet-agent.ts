import type { Statement } from '../../database/statement.js';
import { before, REQUEUED } from './states.js';

/**
 * What an agent says of itself, if its connection ($1, $2) holds. It knows which commands it has ($8): all others that it should be carrying out
 * wait to be sent again, unless nobody wants them any more.
 */
export const GREET_AGENT: Statement = {
  name: 'greet_agent',
  text: `
    WITH presence AS (
      UPDATE agent_presence SET ready = true, protocol = $3, slots = $6, free_slots = $6, draining = false
      WHERE agent_id = $1 AND epoch = $2
      RETURNING agent_id
    ), agent AS (
      UPDATE agents SET version = $4, labels = $5::jsonb, commands = $7
      WHERE agent_id = (SELECT agent_id FROM presence)
    ), lost AS MATERIALIZED (
      SELECT command_id FROM agent_commands
      WHERE agent_id = (SELECT agent_id FROM presence) AND state IN ${before('unheard')} AND command_id <> ALL ($8::uuid[])
      ORDER BY command_id FOR UPDATE
    ), requeued AS (
      UPDATE agent_commands c SET
        ${REQUEUED}
      FROM lost WHERE c.command_id = lost.command_id
    )
    SELECT agent_id FROM presence`,
};
