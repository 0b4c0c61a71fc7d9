import type { Statement } from '../database/statement.js';

/** Of what is paused: that it has come back to where it stands. */
const PROGRESSED = `(p.simulated_sec > s.lost_at_sec OR (s.status = 'paused' AND p.reported_epoch = s.epoch))`;

const THESE = `s.runner IS NOT NULL AND (s.sim_id, s.epoch) IN (SELECT * FROM unnest($7::uuid[], $8::integer[]))`;

/** A runner is lost when its lease has run out or when nobody has heard of it. */
export const REQUEUE_LOST = lose(
  'requeue_lost',
  `expired AS (
      DELETE FROM runners WHERE lease_until <= clock_timestamp() RETURNING runner
    ), `,
  `s.runner IS NOT NULL
        AND (s.runner IN (SELECT runner FROM expired) OR NOT EXISTS (SELECT FROM runners r WHERE r.runner = s.runner))`,
);

/** These claims have lost their runner, whatever its lease says. */
export const LOSE_CLAIMS = lose('lose_claims', '', THESE);

/** Those of these claims that are no suspects any more ($1 false). */
export const CLEAR_CLAIMS = lose('clear_claims', '', THESE, `AND (s.losses = 0 OR ${PROGRESSED})`);

/**
 * Frees simulations of their runners; they stay what they are, to be brought back by another. The claims found are compared once more when their rows
 * are locked: since the look, another server's sweep may have freed one and a living runner, of which this look knows nothing, claimed it. What
 * else has changed since (it was paused, or edited) counts as it then is: the runner is gone all the same.
 *
 * Losses without progress between them are counted ($1: whether this is one at all): after $2 of them the simulation is what kills its runners,
 * and fails with the reason $3, by the steps $4 to $6; before, it waits the longer the more there were. The last of them counts only where nothing else was
 * lost with it: in company, one that is innocent cannot be told from the one that is not.
 */
function lose(name: string, found: string, condition: string, further = ''): Statement {
  return {
    name,
    text: `
    WITH ${found}seen AS MATERIALIZED (
      SELECT s.sim_id, s.epoch, count(*) OVER (PARTITION BY s.runner) AS company FROM simulations s WHERE ${condition}
    ), lost AS MATERIALIZED (
      SELECT s.sim_id, s.epoch, s.status AS from_status, p.simulated_sec,
        CASE
          WHEN ${PROGRESSED} THEN $1::boolean::integer
          WHEN NOT $1 THEN s.losses
          WHEN seen.company > 1 THEN least(s.losses + 1, $2 - 1)
          ELSE s.losses + 1
        END AS losses
      FROM seen JOIN simulations s USING (sim_id) JOIN simulation_progress p USING (sim_id)
      WHERE s.epoch = seen.epoch AND s.runner IS NOT NULL ${further}
      FOR UPDATE OF s, p
    ), freed AS (
      UPDATE simulations s SET
        version = version + 1,
        runner = NULL,
        losses = lost.losses,
        lost_at_sec = CASE WHEN $1 THEN lost.simulated_sec ELSE s.lost_at_sec END,
        status = CASE WHEN lost.losses >= $2 THEN 'failed' ELSE s.status END,
        error_code = CASE WHEN lost.losses >= $2 THEN 'runner_lost' END,
        error_message = CASE WHEN lost.losses >= $2 THEN $3 END,
        finished_at = CASE WHEN lost.losses >= $2 THEN clock_timestamp() END,
        due_at = clock_timestamp() + make_interval(secs => greatest(0, lost.losses - 1))
      FROM lost WHERE s.sim_id = lost.sim_id
      RETURNING s.sim_id, s.epoch, s.run, s.status, lost.from_status
    ), progress AS (
      UPDATE simulation_progress p SET epoch = NULL FROM freed f WHERE p.sim_id = f.sim_id
    ), failed AS (
      INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason)
      SELECT f.sim_id, f.run, step.from_status, step.to_status, step.reason
      FROM freed f JOIN unnest($4::text[], $5::text[], $6::text[]) AS step (from_status, to_status, reason)
        ON f.status = 'failed' AND step.from_status = f.from_status
    )
    SELECT sim_id, epoch FROM freed`,
  };
}
