export * from './domain-error.js';
export * from './field-problem.js';
export * from './minutely.js';
export * from './pointer.js';
export * from './problem-code.js';
export * from './retry/backoff.js';
export * from './retry/repetitions.js';
export * from './retry/transient-faults.js';
