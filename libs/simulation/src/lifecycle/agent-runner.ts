/** Begins the name of a runner that is an agent: `agent/<its id>`. What it runs goes on when a server ends. */
export const AGENT_RUNNER = 'agent/';
