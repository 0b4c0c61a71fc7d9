export * from './from-agent.js';
export { OUTCOMES } from './members.js';
export { toParts, type Part } from './parts.js';
export * from './protocol.js';
export * from './read-frame.js';
export * from './to-agent.js';
