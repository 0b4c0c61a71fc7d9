import type { Statement } from '../../database/statement.js';

/** Signs of life; ages rather than times, because the clock of the database is the one that counts. */
export const TOUCH_AGENTS: Statement = {
  name: 'touch_agents',
  text: `
    WITH held AS MATERIALIZED (
      SELECT p.agent_id, g.age_ms, g.round_trip_ms
      FROM agent_presence p
      JOIN unnest($1::text[], $2::bigint[], $3::double precision[], $4::double precision[]) AS g (agent_id, epoch, age_ms, round_trip_ms)
        USING (agent_id, epoch)
      FOR UPDATE OF p SKIP LOCKED
    )
    UPDATE agent_presence p SET
      last_seen_at = clock_timestamp() - make_interval(secs => held.age_ms / 1000),
      round_trip_ms = coalesce(held.round_trip_ms, p.round_trip_ms)
    FROM held WHERE p.agent_id = held.agent_id`,
};
