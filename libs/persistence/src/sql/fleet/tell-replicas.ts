import type { Statement } from '../../database/statement.js';

export const TELL_REPLICAS: Statement = {
  name: 'tell_replicas',
  text: `SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS g (channel, payload)`,
};
