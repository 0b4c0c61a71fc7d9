export * from './lifecycle/simulation-record.js';
export * from './lifecycle/status.js';
export * from './lifecycle/transitions.js';
export * from './ports/change-request.js';
export * from './ports/claim-store.js';
export * from './ports/simulation-store.js';
