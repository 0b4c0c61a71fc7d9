/** Levels of the agent's log, least first. */
export const AGENT_LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type AgentLogLevel = (typeof AGENT_LOG_LEVELS)[number];

/** What the agent tells of itself. */
export interface AgentStatus {
  id: string;
  version: string;
  uptime_sec: number;
  labels: Record<string, string>;
  slots: number;
  free_slots: number;
  draining: boolean;
  log_level: string;
  /** Ids of commands that run. */
  running: string[];
  /** Commands that wait for a slot. */
  waiting: number;
  /** Results that the server has not acknowledged. */
  unsent_results: number;
  /** Ids of simulations that run here for the server. */
  simulations: string[];
}

/** What commands may ask of the agent that runs them. */
export interface AgentControl {
  status(): AgentStatus;
  setLogLevel(level: AgentLogLevel): void;
  /** Begins nothing new; what runs goes on. */
  drain(): void;
  undrain(): void;
  /** Ends what runs, within the limit for draining, and begins a new life in the same process. */
  restart(): void;
  /**
   * Runs a scenario to its end, as fast as it can, in a worker thread.
   * @param scenario JSON text of a `Scenario`
   * @param moved gets simulated seconds
   * @returns JSON text of its results with their hash; rejects where it cannot be run, or with the reason of the signal
   */
  simulate(scenario: string, signal: AbortSignal, moved: (simulatedSec: number) => void): Promise<string>;
}
