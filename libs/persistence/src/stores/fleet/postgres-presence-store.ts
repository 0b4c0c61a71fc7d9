import { type Connected, type ConnectionKey, type Displacement, type Hello, PresenceStore, type Sighting } from '@skein/fleet';
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { CONNECT_AGENTS } from '../../sql/fleet/connect-agents.js';
import { DISCONNECT_AGENTS } from '../../sql/fleet/disconnect-agents.js';
import { GREET_AGENT } from '../../sql/fleet/greet-agent.js';
import { HOLD_CONNECTIONS } from '../../sql/fleet/hold-connections.js';
import { PRESENCE_STATE } from '../../sql/fleet/presence-state.js';
import { FORGET_REPLICAS, REPLICA_HEARTBEAT, REPLICA_LEAVES } from '../../sql/fleet/replica-leases.js';
import { TOUCH_AGENTS } from '../../sql/fleet/touch-agents.js';
import { jsonbText } from '../parameters.js';
import { column, groupCommit } from './group-commit.js';

interface Connection {
  agentId: string;
  replica: string;
  ready: boolean;
}

@Injectable()
export class PostgresPresenceStore extends PresenceStore {
  private readonly connections;
  private readonly closes;

  constructor(private readonly database: Database) {
    super();
    this.connections = groupCommit<Connection, Connected | null>((items) => this.connectAll(items));
    this.closes = groupCommit<ConnectionKey, null>(async (items) => {
      await this.database.rows(DISCONNECT_AGENTS, keys(items));
      return items.map(() => null);
    });
  }

  async heartbeat(replica: string, leaseSec: number): Promise<void> {
    await this.database.rows(REPLICA_HEARTBEAT, [replica, leaseSec]);
  }

  async forgetLost(): Promise<void> {
    await this.database.rows(FORGET_REPLICAS, []);
  }

  async leave(replica: string): Promise<void> {
    await this.database.rows(REPLICA_LEAVES, [replica]);
  }

  connect(agentId: string, replica: string, ready: boolean): Promise<Connected | null> {
    return this.connections.add({ agentId, replica, ready });
  }

  async greet({ agentId, epoch }: ConnectionKey, hello: Hello): Promise<boolean> {
    const { protocol, version, labels, slots, commands, running, unsent_results } = hello;
    const named = [...running, ...unsent_results.map(({ id }) => id)];
    const said = [protocol, version, jsonbText(labels), slots, JSON.stringify(commands)];
    return (await this.database.row(GREET_AGENT, [agentId, epoch, ...said, named])) !== null;
  }

  async state({ agentId, epoch }: ConnectionKey, { draining, freeSlots }: { draining: boolean; freeSlots: number }): Promise<void> {
    await this.database.rows(PRESENCE_STATE, [agentId, epoch, draining, freeSlots]);
  }

  async disconnect(connection: ConnectionKey): Promise<void> {
    await this.closes.add(connection);
  }

  async seen(sightings: readonly Sighting[]): Promise<void> {
    const columns = [column(sightings, ({ ageMs }) => ageMs), column(sightings, ({ roundTripMs }) => roundTripMs)];
    await this.database.rows(TOUCH_AGENTS, [...keys(sightings), ...columns]);
  }

  async hold(replica: string, connections: readonly ConnectionKey[]): Promise<Displacement[]> {
    const rows = await this.database.rows<DisplacedRow>(HOLD_CONNECTIONS, [replica, ...keys(connections)]);
    return rows.map(({ agent_id, epoch, revoked }) => ({
      agentId: agent_id,
      epoch: Number(epoch),
      reason: revoked ? 'revoked' : 'replaced',
    }));
  }

  /** Of several connections of one agent in one statement the last is the newest; the others are replaced as soon as they are made. */
  private async connectAll(items: Connection[]): Promise<(Connected | null)[]> {
    const newest = new Map(items.map((item) => [item.agentId, item]));
    const made = new Map<string, Connected>();
    for (const replica of new Set(items.map((item) => item.replica))) {
      const of = [...newest.values()].filter((item) => item.replica === replica);
      const columns = [column(of, ({ agentId }) => agentId), column(of, ({ ready }) => ready)];
      const rows = await this.database.rows<ConnectedRow>(CONNECT_AGENTS, [replica, ...columns]);
      for (const { agent_id, epoch, replica: before, awaited } of rows) {
        made.set(agent_id, { agentId: agent_id, epoch: Number(epoch), before, awaited });
      }
    }
    return items.map((item) => {
      const connected = made.get(item.agentId);
      if (connected === undefined) return null;
      return newest.get(item.agentId) === item ? connected : { ...connected, epoch: connected.epoch - 1 };
    });
  }
}

interface ConnectedRow {
  agent_id: string;
  epoch: string;
  replica: string | null;
  awaited: boolean;
}

interface DisplacedRow {
  agent_id: string;
  epoch: string;
  revoked: boolean;
}

function keys(connections: readonly ConnectionKey[]): [string[], number[]] {
  return [column(connections, ({ agentId }) => agentId), column(connections, ({ epoch }) => epoch)];
}
