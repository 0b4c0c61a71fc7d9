import type { Hello } from '../wire/from-agent.js';

/** A connection of an agent; whatever carries an older epoch than the agent's changes nothing. */
export interface ConnectionKey {
  agentId: string;
  epoch: number;
}

/** A connection that an agent has made. */
export interface Connected extends ConnectionKey {
  /** The server that held the one before, where it has not been closed; null without one. */
  before: string | null;
  /** Commands waited for it when it was noted. */
  awaited: boolean;
}

/** Signs of life. */
export interface Sighting extends ConnectionKey {
  /** Milliseconds since something was heard of it. */
  ageMs: number;
  roundTripMs: number | null;
}

/** Why a connection holds no longer. */
export type Displacement = ConnectionKey & { reason: 'replaced' | 'revoked' };

/** Who is connected to which server. */
export abstract class PresenceStore {
  /** Adds this server, or prolongs its lease to `leaseSec` from now. */
  abstract heartbeat(replica: string, leaseSec: number): Promise<void>;

  /** Takes the connections of servers whose lease has run out for closed, and forgets those servers. */
  abstract forgetLost(): Promise<void>;

  /** Ends this server's lease. */
  abstract leave(replica: string): Promise<void>;

  /**
   * Notes a new connection; what was sent over an earlier one and not answered waits to be sent again.
   * @param ready commands may be sent at once, to an agent that acknowledges none
   * @returns null where there is no such agent
   */
  abstract connect(agentId: string, replica: string, ready: boolean): Promise<Connected | null>;

  /**
   * Notes what an agent says of itself. It may be sent commands from now on; those that it should be carrying out and does not name wait
   * to be sent again.
   * @returns false where the connection holds no longer
   */
  abstract greet(connection: ConnectionKey, hello: Hello): Promise<boolean>;

  abstract state(connection: ConnectionKey, state: { draining: boolean; freeSlots: number }): Promise<void>;

  abstract disconnect(connection: ConnectionKey): Promise<void>;

  abstract seen(sightings: readonly Sighting[]): Promise<void>;

  /** Takes back connections that were believed closed while this server was not heard of, and tells which hold no longer. */
  abstract hold(replica: string, connections: readonly ConnectionKey[]): Promise<Displacement[]>;
}
