export * from './dispatch/dispatch-options.js';
export * from './dispatch/runner-registry.js';
export * from './http/changes.controller.js';
export * from './http/queries.controller.js';
export * from './simulation.module.js';
export { keepNoneMatch } from './http/none-match.js';
