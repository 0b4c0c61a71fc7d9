import { SUSPECT_LOSSES } from '@skein/simulation';
import type { Statement } from '../database/statement.js';
import { DUE_IN_FAIR_TURN } from './due-in-fair-turn.js';
import { BY_SERVER } from './record-snapshot.js';

/**
 * Takes what has lost its runner first, then pending ones that are due, in fair turn. SKIP LOCKED lets servers claim side by side without waiting for, or
 * getting, each other's rows. Stored times are rounded to the millisecond, so one that is due now may say so half a millisecond from now.
 * The progress row learns the new epoch in the same statement: from then on no older claim can write there. What begins, begins at 0; what
 * comes back is to come back to where it was, by the edits that it has had, from its last snapshot if it has one on the way that the runner, or a server, has taken. Those are read as of the statement's beginning, so a row that was
 * changed between then and its lock (its version has moved) is left to the next claim: its last edit would be missing.
 * Each brings its scenario along, which can be megabytes: beyond the first $6, only as many are taken as come to $7 bytes together.
 *
 * The planner takes a LIMIT that it does not know for a tenth of the table; of an array of ids it expects ten. Without that, each claim read all of a
 * backlog of 100 000: 70 to 105 ms instead of 3 to 5.
 */
export const CLAIM_SIMULATIONS = claim(
  'claim_simulations',
  `losses < ${SUSPECT_LOSSES}`,
  `, ${DUE_IN_FAIR_TURN}`,
  'UNION ALL SELECT * FROM due',
);

/** The same of suspects, which have all lost their runners. */
export const CLAIM_SUSPECTS = claim('claim_suspects', `losses >= ${SUSPECT_LOSSES}`, '', '');

function claim(name: string, condition: string, due: string, andDue: string): Statement {
  return {
    name,
    text: `
    WITH RECURSIVE orphaned AS MATERIALIZED (
      SELECT sim_id, version, NULL::integer AS priority, 0::bigint AS turn, due_at FROM simulations
      WHERE runner IS NULL AND status IN ('running', 'paused') AND placement = $8::text AND ${condition} AND due_at <= clock_timestamp() + interval '1 ms'
      ORDER BY due_at
      LIMIT $2
      FOR UPDATE SKIP LOCKED
    )${due}, found AS MATERIALIZED (
      SELECT * FROM orphaned ${andDue}
    ), measured AS (
      SELECT sim_id, version, row_number() OVER by_turn AS place, sum(octet_length(scenario)) OVER by_turn AS bytes
      FROM found JOIN simulation_scenarios s USING (sim_id)
      WHERE s.sim_id = ANY (ARRAY(SELECT sim_id FROM found))
      WINDOW by_turn AS (ORDER BY priority DESC NULLS FIRST, turn, due_at ROWS UNBOUNDED PRECEDING)
    ), taken AS MATERIALIZED (
      SELECT sim_id, version FROM measured WHERE place <= $6 OR bytes <= $7
    ), claimed AS (
      UPDATE simulations s SET
        version = s.version + 1,
        epoch = epoch + 1,
        runner = $1,
        status = step.to_status,
        started_at = coalesce(started_at, clock_timestamp())
      FROM taken, unnest($3::text[], $4::text[], $5::text[]) AS step (from_status, to_status, reason)
      WHERE s.sim_id = ANY (ARRAY(SELECT sim_id FROM taken))
        AND s.sim_id = taken.sim_id AND s.version = taken.version AND s.status = step.from_status
      RETURNING s.sim_id, s.epoch, s.run, s.status, s.config, s.due_at, step.from_status, step.reason,
        extract(epoch FROM clock_timestamp() - s.due_at)::double precision AS waited_sec
    ), moved AS (
      INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason, runner)
      SELECT sim_id, run, from_status, status, reason, $1 FROM claimed
    ), progress AS (
      UPDATE simulation_progress p SET
        epoch = c.epoch,
        routed = NULL,
        simulated_sec = CASE WHEN c.from_status = 'pending' THEN 0 ELSE p.simulated_sec END
      FROM claimed c WHERE p.sim_id = c.sim_id
      RETURNING p.sim_id, p.simulated_sec
    )
    SELECT c.sim_id, c.epoch, c.status = 'paused' AS paused, c.config -> 'speed' AS speed, (c.config ->> 'duration_sec')::double precision AS duration_sec, scenario, p.simulated_sec,
      c.waited_sec, c.from_status <> 'pending' AS recovered,
      (SELECT json_agg(json_build_object('seq', e.seq, 'at_sec', e.at_sec, 'edits', e.edits) ORDER BY e.seq)
        FROM simulation_edits e WHERE e.sim_id = c.sim_id AND e.run = c.run) AS edits,
      k.at_sec AS snapshot_at_sec, k.edits_made, k.deflated
    FROM claimed c JOIN progress p USING (sim_id) JOIN simulation_scenarios USING (sim_id)
      LEFT JOIN simulation_snapshots k ON k.sim_id = c.sim_id AND k.run = c.run AND k.at_sec <= p.simulated_sec AND k.taken_by IN ('${BY_SERVER}', $1)
    ORDER BY c.due_at`,
  };
}
