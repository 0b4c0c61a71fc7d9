import { DomainError, Unavailable } from '@skein/problem';
import { Piscina } from 'piscina';

export interface IntakeOptions {
  /** Threads at most. */
  threads?: number;
  /** Texts that may wait for one; each is kept in memory. */
  waiting?: number;
}

const THREADS = 2;
const WAITING = 16;
/** A server to which nobody sends large text keeps no thread for it. */
const IDLE_MS = 10_000;
/** Some shapes of JSON grow fifty-fold as objects; beyond this, only the thread that reads them ends. */
const MAX_HEAP_MB = 2048;

/** Threads that read large text from outside, so that the one that serves HTTP never stands still for it. */
export class IntakeThreads {
  private readonly pool: Piscina;
  private readonly waiting: number;

  constructor({ threads = THREADS, waiting = WAITING }: IntakeOptions = {}) {
    this.waiting = waiting;
    this.pool = new Piscina({
      minThreads: 0,
      maxThreads: threads,
      maxQueue: waiting,
      idleTimeout: IDLE_MS,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
  }

  /** Texts that wait for a thread. */
  get queued(): number {
    return this.pool.queueSize;
  }

  /**
   * Runs the default export of a compiled worker file on another thread. The task is copied, unless parts of it are handed over.
   * @param options.signal ends the work: nobody waits for it any more
   * @throws Unavailable while too many texts wait; DomainError `too_large` where this one does not fit into a thread's memory
   */
  async run<Result>(
    worker: URL,
    task: unknown,
    { signal, transfer = [] }: { signal?: AbortSignal; transfer?: ArrayBuffer[] } = {},
  ): Promise<Result> {
    if (this.pool.queueSize >= this.waiting) throw new Unavailable('Too many large texts are being read just now; try again.');
    try {
      return (await this.pool.run(task, { filename: worker.href, signal: signal ?? null, transferList: transfer })) as Result;
    } catch (error) {
      if ((error as { code?: unknown } | null)?.code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
      throw new DomainError('too_large', 'Reading this text takes more memory than it may have.', [], { cause: error });
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}
