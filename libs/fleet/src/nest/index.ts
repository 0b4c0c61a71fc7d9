export * from './fleet-options.js';
export * from './fleet.module.js';
export { AgentLinks, type LinkedAgent, type LinkListener } from './gateway/agent-links.js';
export { AgentGateway } from './gateway/agent-gateway.js';
export { Refusals } from './gateway/refusals.js';
export { AGENT_SOCKET } from './gateway/handshake.js';
export { Credentials } from './service/credentials.js';
