export * from './problems.js';
export * from './request-id.js';
export * from './retries.js';
export * from './retry.interceptor.js';
export * from './route-access.js';
