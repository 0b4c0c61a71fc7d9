import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DomainError, Unavailable } from '@skein/problem';
import { Piscina } from 'piscina';
import type { ReadOutcome } from '../../request/outcome.js';
import type { Readings, ReadTask } from './reading.js';

/** DI token for the file URL of the compiled worker. */
export const READING_WORKER = Symbol('READING_WORKER');

const MAX_THREADS = 2;
/** Each body in the queue is kept in memory. */
const MAX_WAITING = 16;
/** A server that nobody sends large bodies keeps no thread for them. */
const IDLE_MS = 10_000;
/** Some shapes of 16 MB of JSON grow fifty-fold as objects; beyond this, only the thread that reads them ends. */
const MAX_HEAP_MB = 2048;

/** Threads that read large bodies, so that the one that serves HTTP does not stand still. */
@Injectable()
export class ReadingThreads implements OnModuleDestroy {
  private readonly pool: Piscina<ReadTask, ReadOutcome<Readings[keyof Readings]>>;

  constructor(@Inject(READING_WORKER) worker: URL) {
    this.pool = new Piscina({
      filename: worker.href,
      minThreads: 0,
      maxThreads: MAX_THREADS,
      maxQueue: MAX_WAITING,
      idleTimeout: IDLE_MS,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
  }

  /**
   * Reads a body on another thread. It is copied, not transferred: a request that is carried out again needs its body again.
   * @throws Unavailable when too many bodies wait already; DomainError `too_large` when this one does not fit into a thread's memory
   */
  async read<Kind extends keyof Readings>(task: ReadTask<Kind>): Promise<ReadOutcome<Readings[Kind]>> {
    if (this.pool.queueSize >= MAX_WAITING) throw new Unavailable('Too many large requests are being read just now; try again.');
    try {
      return (await this.pool.run(task)) as ReadOutcome<Readings[Kind]>;
    } catch (error) {
      if ((error as { code?: unknown } | null)?.code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
      throw new DomainError('too_large', 'Reading this body takes more memory than a request may have.', [], { cause: error });
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool.destroy();
  }
}
