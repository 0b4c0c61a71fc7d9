/** So many shares, and as many more as there are places, are looked at: a claim's cost is bounded, whatever labels are sent. 128 take 2 to 4 ms. */
const LANES = 128;

/** Each placement ($8) is a queue of its own, so that what fits nowhere now is in nobody's way. */
const PENDING = `s.status = 'pending' AND s.placement = $8::text`;
const DUE = `s.due_at <= clock_timestamp() + interval '1 ms'`;
const FREE = '(SELECT free FROM room)';

/**
 * The part of the claim that locks what is pending and due, as `due (sim_id, version, priority, turn, due_at)`: $2 less what `orphaned` has taken. Higher priorities go
 * first; within one, each slot goes to the share that holds the fewest, and within a share to the oldest. ADR 16 has what was measured.
 *
 * A lane is what one share has pending in one priority. `walk` goes from lane to lane by single probes of ix_simulations_queue, priorities
 * downwards; within each, shares lie on a ring of hashes, which is entered anywhere, so that nobody is left out where there are more lanes than are looked at.
 * `slots` deals the free places out without locking anything, and `locked` locks them. A place whose simulation another server is taking is made up for from
 * the second half of `portion`, which begins, in each lane, behind what this claim has taken there, and is not read unless something is missing.
 */
export const DUE_IN_FAIR_TURN = `room AS MATERIALIZED (
      SELECT $2::integer - count(*) AS free FROM orphaned
    ), walk AS (
      SELECT (SELECT max(s.priority) FROM simulations s WHERE ${PENDING}) AS priority,
        start, 0 AS lap, start AS share, NULL::timestamptz AS due_at
      FROM (SELECT ((random() - 0.5) * 2 ^ 64)::bigint AS start) anywhere
      UNION ALL
      SELECT next.* FROM walk w CROSS JOIN LATERAL (
        (SELECT w.priority, w.start, w.lap, s.share, s.due_at FROM simulations s
          WHERE ${PENDING} AND s.priority = w.priority AND s.share > w.share AND (w.lap = 0 OR s.share <= w.start)
          ORDER BY s.share, s.due_at LIMIT 1)
        UNION ALL
        (SELECT w.priority, w.start, 1, s.share, s.due_at FROM simulations s
          WHERE w.lap = 0 AND ${PENDING} AND s.priority = w.priority AND s.share <= w.start
          ORDER BY s.share, s.due_at LIMIT 1)
        UNION ALL
        (SELECT s.priority, w.start, 0, w.start, NULL FROM simulations s
          WHERE ${PENDING} AND s.priority < w.priority
          ORDER BY s.priority DESC LIMIT 1)
        LIMIT 1
      ) next
    ), lanes AS MATERIALIZED (
      SELECT priority, share, due_at,
        CASE WHEN count(*) OVER () > 1 -- one alone need not be counted
          THEN (SELECT count(*) FROM simulations h WHERE h.runner IS NOT NULL AND h.share = s.share)
          ELSE 0
        END AS held
      FROM (SELECT * FROM walk LIMIT ${LANES} + ${FREE}) s
      WHERE ${DUE}
    ), slots AS MATERIALIZED (
      SELECT lane.priority, lane.share, lane.held,
        lane.held + row_number() OVER (PARTITION BY lane.share ORDER BY lane.priority DESC, waiting.due_at) AS turn
      FROM (
        -- Twice as many as there are places: a share in two priorities may stand too far in front by what the higher one gives it.
        SELECT * FROM lanes ORDER BY priority DESC, held, due_at LIMIT 2 * ${FREE}
      ) lane CROSS JOIN LATERAL (
        SELECT s.due_at FROM simulations s
        WHERE ${PENDING} AND s.priority = lane.priority AND s.share = lane.share AND ${DUE}
        ORDER BY s.due_at LIMIT ${FREE}
      ) waiting
      ORDER BY lane.priority DESC, turn, waiting.due_at LIMIT ${FREE}
    ), portions AS (
      SELECT priority, share, held, count(*) AS places FROM slots GROUP BY priority, share, held
    ), locked AS MATERIALIZED (
      SELECT taken.*, portion.priority, portion.share, portion.held
      FROM (
        SELECT priority, share, held, 0 AS skipped, places FROM portions
        UNION ALL
        (SELECT priority, share, held, coalesce(places, 0), ${FREE}
          FROM lanes LEFT JOIN portions USING (priority, share, held)
          WHERE (SELECT count(*) FROM slots) = ${FREE} -- else all that is due has been tried
          ORDER BY priority DESC, held, due_at)
      ) portion CROSS JOIN LATERAL (
        SELECT s.sim_id, s.version, s.due_at FROM simulations s
        WHERE ${PENDING} AND s.priority = portion.priority AND s.share = portion.share AND ${DUE}
        ORDER BY s.due_at
        OFFSET portion.skipped LIMIT portion.places
        FOR UPDATE SKIP LOCKED
      ) taken
      LIMIT ${FREE}
    ), due AS (
      SELECT sim_id, version, priority, held + row_number() OVER (PARTITION BY share ORDER BY priority DESC, due_at) AS turn, due_at FROM locked
    )`;
