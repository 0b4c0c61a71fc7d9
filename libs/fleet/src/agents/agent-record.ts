import type { HeldSimulation } from '../wire/from-agent.js';

/** An agent as it is known, and whether it is there. */
export interface AgentRecord {
  agentId: string;
  name: string;
  labels: Record<string, string>;
  /** What it says of itself; null where it has never said `hello`. */
  version: string | null;
  protocol: number | null;
  /** It has a connection to a server that lives, over which commands can be sent. */
  connected: boolean;
  /** The server that holds the connection; null without one. */
  replica: string | null;
  /** Counts its connections. */
  epoch: number;
  slots: number;
  freeSlots: number;
  draining: boolean;
  /** Whose runner it is on record. */
  simulations: HeldSimulation[];
  registeredAt: Date;
  connectedAt: Date | null;
  lastSeenAt: Date | null;
  roundTripMs: number | null;
  revoked: boolean;
  /** Commands that wait to be delivered to it. */
  queueLength: number;
}

/** What decides whether somebody is an agent. */
export interface AgentCredential {
  /** SHA-256 of its secret; null where it was registered without one. */
  secretHash: Buffer | null;
  used: boolean;
  revoked: boolean;
}
