import type { AgentCredential, AgentRecord } from '../agents/agent-record.js';
import type { Page, PageLimits } from './command-store.js';
import type { CommandSpec } from '../wire/from-agent.js';

export interface Registration {
  agentId: string;
  name: string;
  /** Undefined: as they were. */
  labels?: Record<string, string>;
}

/** Where an agent stands in the list of all. */
export type AgentPlace = Pick<AgentRecord, 'registeredAt' | 'agentId'>;

/** An id under which no agent may register or connect. */
export interface Ban {
  agentId: string;
  revokedAt: Date;
  /** Its agent was not deleted. */
  known: boolean;
}

/** The agents that there are. */
export abstract class AgentStore {
  /** Adds an agent, or gives one that there is this name; its queue stays. @returns whether it is new; null, and nothing was changed, where its id is banned */
  abstract register(registration: Registration): Promise<boolean | null>;

  /**
   * The same, with a new secret for it.
   * @returns false, and nothing was changed, where it is revoked or its present secret has been used
   */
  abstract enrol(registration: Registration, secretHash: Buffer): Promise<boolean>;

  abstract credential(agentId: string): Promise<AgentCredential | null>;

  /** Whether this is the hash of the secret of an agent, whichever; a revoked agent's is none. */
  abstract knowsSecret(secretHash: Buffer): Promise<boolean>;

  /** From now on only the secret itself gets another registration. */
  abstract markSecretUsed(agentId: string): Promise<void>;

  /** Takes its credential and its connection from an agent, and bans its id. @returns the server that held its connection; undefined where there is no such agent */
  abstract revoke(agentId: string): Promise<{ replica: string | null } | undefined>;

  /** Lifts the ban of an id. @returns whether it was banned, and whether there is such an agent */
  abstract allow(agentId: string): Promise<{ banned: boolean; known: boolean }>;

  abstract isBanned(agentId: string): Promise<boolean>;

  /** Banned ids in their order, after one of them. */
  abstract listBans(after: string, limit: number): Promise<Ban[]>;

  /** Forgets an agent and its commands; a ban of its id stays. @returns the server that holds its connection; undefined where there is no such agent */
  abstract remove(agentId: string): Promise<{ replica: string | null } | undefined>;

  abstract find(agentId: string): Promise<AgentRecord | null>;

  /** In the order of their registration, after one of them. @param after null: from the first */
  abstract list(after: AgentPlace | null, most: PageLimits): Promise<Page<AgentRecord>>;

  /** What it can carry out; null where it has not said, undefined where there is no such agent. */
  abstract commands(agentId: string): Promise<CommandSpec[] | null | undefined>;

  /** Agents, connected ones, and commands by whether they have ended. @param idBytes for the ids of connected agents */
  abstract totals(idBytes: number): Promise<FleetTotals>;
}

export interface FleetTotals {
  agents: number;
  connected: number;
  /** Those connected first, as many as there is room for. */
  connectedIds: string[];
  /** Not delivered yet. */
  queued: number;
  /** Answered by their agent. */
  executed: number;
}
