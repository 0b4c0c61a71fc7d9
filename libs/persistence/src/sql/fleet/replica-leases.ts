import type { Statement } from '../../database/statement.js';

/** The database's clock decides, so that servers whose clocks differ agree on who lives. */
export const REPLICA_HEARTBEAT: Statement = {
  name: 'replica_heartbeat',
  text: `
    INSERT INTO fleet_replicas (replica, lease_until) VALUES ($1, clock_timestamp() + make_interval(secs => $2))
    ON CONFLICT (replica) DO UPDATE SET lease_until = excluded.lease_until`,
};

/** Servers that are gone, and their connections with them. */
export const FORGET_REPLICAS: Statement = {
  name: 'forget_replicas',
  text: `
    WITH gone AS (
      DELETE FROM fleet_replicas WHERE lease_until <= clock_timestamp()
    ), orphaned AS MATERIALIZED (
      SELECT p.agent_id FROM agent_presence p
      WHERE p.replica IS NOT NULL
        AND NOT EXISTS (SELECT FROM fleet_replicas r WHERE r.replica = p.replica AND r.lease_until > clock_timestamp())
      ORDER BY p.agent_id FOR UPDATE OF p
    )
    UPDATE agent_presence p SET replica = NULL FROM orphaned WHERE p.agent_id = orphaned.agent_id`,
};

export const REPLICA_LEAVES: Statement = {
  name: 'replica_leaves',
  text: `UPDATE fleet_replicas SET lease_until = '-infinity' WHERE replica = $1`,
};
