import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { RunnerPool, type Runner } from '@skein/runner';

/** The worker threads of this server. */
export class ThreadRunners {
  private readonly pool: RunnerPool;

  /** @param snapshotSec work on one simulation, in seconds, between two snapshots of it */
  constructor(threads: number, snapshotSec: number) {
    this.pool = new RunnerPool({ name: serverName(), threads, snapshotEveryMs: snapshotSec * 1000 });
  }

  get runners(): readonly Runner[] {
    return [...this.pool.runners, this.pool.apart];
  }

  /** For what may kill its thread. */
  get apart(): Runner {
    return this.pool.apart;
  }

  stop(): Promise<void> {
    return this.pool.stop();
  }
}

/** Never the same twice: a restarted server must not be taken for the one whose leases it finds, and in containers every process has the same id. */
function serverName(): string {
  return `${hostname()}-${randomBytes(3).toString('hex')}`;
}
