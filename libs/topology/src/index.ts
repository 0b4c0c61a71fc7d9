export * from './model/config.js';
export * from './model/defaults.js';
export * from './model/network.js';
export * from './model/packet-rate.js';
export * from './model/scenario.js';
export * from './model/traffic.js';
export * from './request/outcome.js';
export * from './request/reading/read-topology.js';
export { readRequest } from './request/reading/read-request.js';
