/** What a thread runs that reads large messages of agents; it loads no framework. */
export { readAgentMessage as default } from './read-agent-message.js';
