/** What an `AgentRecord` is made of. A server that is believed dead has no connections. */
export const AGENT_COLUMNS = `
  a.agent_id, a.name, a.labels, a.version, a.registered_at, a.revoked_at IS NOT NULL AS revoked,
  p.protocol, p.epoch, p.slots, p.free_slots, p.draining, p.connected_at, p.last_seen_at, p.round_trip_ms,
  CASE WHEN r.lease_until > clock_timestamp() THEN p.replica END AS replica,
  p.ready AND coalesce(r.lease_until > clock_timestamp(), false) AS connected`;

export const AGENT_TABLES = `
  agents a JOIN agent_presence p USING (agent_id) LEFT JOIN fleet_replicas r USING (replica)`;
