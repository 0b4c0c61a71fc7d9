/** What the benchmark has a process of agents do. */
export type Order = { id: number } & (
  | { do: 'connect'; count: number; atOnce: number }
  | { do: 'arrivals'; count: number }
  | { do: 'census' }
  | { do: 'respond'; atOnce: number; most: number }
  | { do: 'respond from now on'; atOnce: number }
);

export interface Reply {
  id: number;
  result?: unknown;
  error?: string;
}

/** How the agents of a process, or of several, stand. */
export interface Census {
  connected: number;
  /** When each was last connected, milliseconds on the machine's clock. */
  connectedAtMs: number[];
  /** Different commands received, over all agents. */
  commands: number;
  /** Commands that an agent was sent again. */
  repeated: number;
  /** Responses that the server has taken. */
  stored: number;
  unanswered: number;
}
