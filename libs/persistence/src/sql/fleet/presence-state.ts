import type { Statement } from '../../database/statement.js';

export const PRESENCE_STATE: Statement = {
  name: 'presence_state',
  text: `UPDATE agent_presence SET draining = $3, free_slots = $4 WHERE agent_id = $1 AND epoch = $2`,
};
