import type { Binaries } from './binaries.js';

/** All that decides how a server is started, but for its port. */
export interface LaunchPlan {
  dataDir: string;
  cluster: string;
  binaries: Binaries;
  prefix: readonly string[];
  /** Unlike that of any other server alive: the pid of who starts it, a dot, a number. */
  owner: string;
  durable: boolean;
  disposable: boolean;
}
