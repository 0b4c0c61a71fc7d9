/** What the server decides about its fleet. */
export abstract class FleetOptions {
  /** Between two signs of life, seconds; after two without one an agent is gone. */
  abstract readonly heartbeatSec: number;
  /** Whether servers tell each other what is new; else each finds it by itself, within seconds. */
  abstract readonly notifications: boolean;
  /** Agents that register must show this, and are given a secret of their own; null: they get none. */
  abstract readonly enrolmentToken: string | null;
  /** Without an enrolment token, agents must show one of the tokens of the whole server, where it has any. */
  abstract readonly apiTokens: readonly string[];
  /** Commands that may wait for one agent. */
  abstract readonly maxQueuedCommands: number;
  /** Bytes of arguments that may wait for all agents. */
  abstract readonly maxQueuedBytes: number;
  /** Commands that ended longer ago are deleted; null: they are kept. */
  abstract readonly retentionSec: number | null;
}
