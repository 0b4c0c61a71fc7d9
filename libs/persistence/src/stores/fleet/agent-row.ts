import type { AgentRecord } from '@skein/fleet';

/** An agent as the statements give it, see `AGENT_COLUMNS`. */
export interface AgentRow {
  agent_id: string;
  name: string;
  labels: Record<string, string>;
  version: string | null;
  protocol: number | null;
  connected: boolean;
  replica: string | null;
  epoch: string;
  slots: number;
  free_slots: number;
  draining: boolean;
  simulations: AgentRecord['simulations'];
  registered_at: Date;
  connected_at: Date | null;
  last_seen_at: Date | null;
  round_trip_ms: number | null;
  revoked: boolean;
  queue_length: number;
}

export function toAgent(row: AgentRow): AgentRecord {
  return {
    agentId: row.agent_id,
    name: row.name,
    labels: row.labels,
    version: row.version,
    protocol: row.protocol,
    connected: row.connected,
    replica: row.replica,
    epoch: Number(row.epoch),
    slots: row.slots,
    freeSlots: row.free_slots,
    draining: row.draining,
    simulations: row.simulations,
    registeredAt: row.registered_at,
    connectedAt: row.connected_at,
    lastSeenAt: row.last_seen_at,
    roundTripMs: row.round_trip_ms,
    revoked: row.revoked,
    queueLength: row.queue_length,
  };
}
