import type { Statement } from '../../database/statement.js';
import { LIGHT_BYTES } from './weights.js';

/** Bytes of the heavy arguments that wait to be sent, each batch once, as they are stored. */
export const QUEUED_BYTES: Statement = {
  name: 'queued_bytes',
  text: `
    SELECT coalesce(sum(bytes), 0)::double precision AS bytes FROM command_batches b
    WHERE bytes > ${LIGHT_BYTES} AND EXISTS (SELECT FROM agent_commands c WHERE c.batch_id = b.batch_id AND c.state = 'queued')`,
};
