export * from './inflate-within.js';
export * from './intake-threads.js';
