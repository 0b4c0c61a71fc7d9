/** Told to the server with every connection. */
export const AGENT_VERSION = '0.1.0';
