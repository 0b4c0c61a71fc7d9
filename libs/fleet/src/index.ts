export * from './commands/states.js';
export * from './commands/transitions.js';
export * from './wire/index.js';
