import type { Statement } from '../database/statement.js';

/**
 * A runner is lost when its lease has run out or when nobody has heard of it. The claims found are compared by epoch once more
 * when their rows are changed: between the look and the change, another server's sweep may have requeued one and a living
 * runner, of which this look knows nothing, claimed it.
 */
export const REQUEUE_LOST: Statement = {
  name: 'requeue_lost',
  text: `
    WITH expired AS (
      DELETE FROM runners WHERE lease_until <= clock_timestamp() RETURNING runner
    ), lost AS MATERIALIZED (
      SELECT s.sim_id, s.epoch, s.status, step.to_status, step.reason
      FROM simulations s JOIN unnest($1::text[], $2::text[], $3::text[]) AS step (from_status, to_status, reason) ON step.from_status = s.status
      WHERE s.runner IS NOT NULL
        AND (s.runner IN (SELECT runner FROM expired) OR NOT EXISTS (SELECT FROM runners r WHERE r.runner = s.runner))
    ), requeued AS (
      UPDATE simulations s SET version = version + 1, status = lost.to_status, runner = NULL
      FROM lost WHERE s.sim_id = lost.sim_id AND s.epoch = lost.epoch AND s.status = lost.status
      RETURNING s.sim_id, s.run, lost.status AS from_status, lost.to_status, lost.reason
    ), progress AS (
      UPDATE simulation_progress p SET epoch = NULL, simulated_sec = 0
      FROM requeued r WHERE p.sim_id = r.sim_id
    )
    INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason)
    SELECT sim_id, run, from_status, to_status, reason FROM requeued
    RETURNING sim_id`,
};
