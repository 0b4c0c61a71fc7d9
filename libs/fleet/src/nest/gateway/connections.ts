import { Injectable } from '@nestjs/common';
import type { Connection } from './connection.js';

/** The agents that are connected to this server. */
@Injectable()
export class Connections {
  private readonly byAgent = new Map<string, Connection>();
  /** Those that did not keep up when they were last written to. */
  readonly held = new Set<Connection>();

  get size(): number {
    return this.byAgent.size;
  }

  get(agentId: string): Connection | undefined {
    return this.byAgent.get(agentId);
  }

  all(): Iterable<Connection> {
    return this.byAgent.values();
  }

  /** @returns the connection of the agent that is to go: an older one, or the given one, where a newer is there already */
  add(connection: Connection): Connection | undefined {
    const other = this.byAgent.get(connection.agentId);
    if (other !== undefined && other.epoch > connection.epoch) return connection;
    this.byAgent.set(connection.agentId, connection);
    return other;
  }

  /** @returns whether it was the agent's */
  remove(connection: Connection): boolean {
    this.held.delete(connection);
    if (this.byAgent.get(connection.agentId) !== connection) return false;
    return this.byAgent.delete(connection.agentId);
  }

  /** Bytes that wait in this process for agents that read slowly. */
  waitingBytes(): number {
    let bytes = 0;
    for (const { socket } of this.held) bytes += socket.bufferedAmount;
    return bytes;
  }

  heldAgents(): string[] {
    return [...this.held].map(({ agentId }) => agentId);
  }
}
