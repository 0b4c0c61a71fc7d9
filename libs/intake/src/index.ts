export * from './budget.js';
export * from './json/json-meter.js';
export * from './json/preview.js';
export * from './json/read-json.js';
export * from './text/unstorable.js';
