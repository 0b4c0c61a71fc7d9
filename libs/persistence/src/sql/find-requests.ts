import type { Statement } from '../database/statement.js';

export const FIND_REQUESTS: Statement = {
  name: 'find_requests',
  text: `SELECT request_id, operation, fingerprint, sim_id, answer FROM change_requests WHERE request_id = ANY ($1::text[])`,
};
