import type { Statement } from '../database/statement.js';

/** Counts no further than $1: a walk along the index of what is pending, 100 000 entries in about 10 ms. */
export const COUNT_PENDING: Statement = {
  name: 'count_pending',
  text: `SELECT count(*)::integer AS pending FROM (SELECT FROM simulations WHERE status = 'pending' LIMIT $1) counted`,
};
