export * from './messages.js';
export { Clock } from './host/clock.js';
export { Host } from './host/host.js';
export { SystemClock } from './host/system-clock.js';
export { RequestRefused } from './request-refused.js';
export { Runner, type LostListener, type Report, type ReportListener } from './runner.js';
export { RunnerPool, type PoolOptions } from './thread/runner-pool.js';
export { WorkerRunner } from './thread/worker-runner.js';
export type { ThreadOptions } from './thread/worker-thread.js';
