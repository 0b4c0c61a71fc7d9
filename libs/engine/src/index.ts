export { EngineError, type EngineErrorCode } from './engine-error.js';
export type { LogCode, LogEntry } from './log/log-entry.js';
export { MAX_PACKETS_IN_FLIGHT } from './packets/packet-pool.js';
export { resultHash } from './results/result-hash.js';
export * from './results/results.js';
export type { MadeEdits } from './snapshots/lineage.js';
export { Simulator } from './simulator.js';
export { PERCENTILE_ERROR } from './statistics/delay-histograms.js';
export { ENGINE_VERSION } from './version.js';
