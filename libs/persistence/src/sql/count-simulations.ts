import type { Statement } from '../database/statement.js';

/** Simulations that have not ended: few, found by indexes of them alone, however many have ended. */
export const COUNT_LIVE: Statement = {
  name: 'count_live',
  text: `
    SELECT
      (SELECT count(*) FROM simulations WHERE status = 'pending')::integer AS pending,
      (SELECT count(*) FROM simulations WHERE status = 'running')::integer AS running,
      (SELECT count(*) FROM simulations WHERE status = 'paused')::integer AS paused,
      (SELECT count(*) FROM simulations WHERE runner IS NULL AND status IN ('running', 'paused'))::integer AS orphaned,
      (SELECT extract(epoch FROM clock_timestamp() - min(due_at))::double precision FROM simulations WHERE status = 'pending') AS oldest_sec`,
};

/** Those that have ended: a walk along the index by status, which grows with them. */
export const COUNT_ENDED: Statement = {
  name: 'count_ended',
  text: `
    SELECT
      (SELECT count(*) FROM simulations WHERE status = 'stopped')::integer AS stopped,
      (SELECT count(*) FROM simulations WHERE status = 'done')::integer AS done,
      (SELECT count(*) FROM simulations WHERE status = 'failed')::integer AS failed`,
};
