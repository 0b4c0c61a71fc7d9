import type { AgentCredential, AgentRecord } from '../agents/agent-record.js';
import type { CommandSpec } from '../wire/from-agent.js';

export interface Registration {
  agentId: string;
  name: string;
  /** Undefined: as they were. */
  labels?: Record<string, string>;
}

/** The agents that there are. */
export abstract class AgentStore {
  /** Adds an agent, or gives one that there is this name; its queue stays. @returns whether it is new */
  abstract register(registration: Registration): Promise<boolean>;

  /**
   * The same, with a new secret for it.
   * @returns false, and nothing was changed, where it is revoked or its present secret has been used
   */
  abstract enrol(registration: Registration, secretHash: Buffer): Promise<boolean>;

  abstract credential(agentId: string): Promise<AgentCredential | null>;

  /** From now on only the secret itself gets another registration. */
  abstract markSecretUsed(agentId: string): Promise<void>;

  /** Takes its credential, and its connection, from an agent. @returns false where there is no such agent */
  abstract revoke(agentId: string): Promise<boolean>;

  /** Forgets an agent and its commands. @returns the server that holds its connection; undefined where there is no such agent */
  abstract remove(agentId: string): Promise<{ replica: string | null } | undefined>;

  abstract find(agentId: string): Promise<AgentRecord | null>;

  /** In the order of their registration. */
  abstract list(): Promise<AgentRecord[]>;

  /** What it can carry out; null where it has not said, undefined where there is no such agent. */
  abstract commands(agentId: string): Promise<CommandSpec[] | null | undefined>;

  /** Agents, connected ones, and commands by whether they have ended. */
  abstract totals(): Promise<FleetTotals>;
}

export interface FleetTotals {
  agents: number;
  connectedIds: string[];
  /** Not delivered yet. */
  queued: number;
  /** Answered by their agent. */
  executed: number;
}
