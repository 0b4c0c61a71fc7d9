export * from './dispatch/dispatch-options.js';
export * from './dispatch/runner-registry.js';
export * from './simulation.module.js';
