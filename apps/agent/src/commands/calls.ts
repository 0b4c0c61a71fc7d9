import type { AgentControl } from '../agent-control.js';

/** What a command has of the agent while it runs. */
export interface Calls {
  /** Aborted when the command is cancelled, has run out of time, or the agent ends. */
  signal: AbortSignal;
  /** Tells the sender how far it is; what comes too often is left out. */
  progress: (message: string, fraction: number) => void;
  agent: AgentControl;
}
