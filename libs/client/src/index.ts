export type { EventOptions, Reconnection } from './events/follow-events.js';
export type * from './events/simulation-event.js';
export * from './generated/index.js';
export * from './problem.js';
export { DEFAULT_RETRY, type RetryOptions } from './retry.js';
export * from './skein.js';
export { type WaitOptions } from './wait-for.js';
