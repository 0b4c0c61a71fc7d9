import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { IntakeThreads } from '@skein/intake/threads';
import type { ReadOutcome } from '../../request/outcome.js';
import type { Readings, ReadTask } from './reading.js';

/** DI token for the file URL of the compiled worker. */
export const READING_WORKER = Symbol('READING_WORKER');

/** Threads that read large bodies, so that the one that serves HTTP does not stand still. */
@Injectable()
export class ReadingThreads implements OnModuleDestroy {
  private readonly threads = new IntakeThreads();

  constructor(@Inject(READING_WORKER) private readonly worker: URL) {}

  /**
   * Reads a body on another thread. It is copied, not transferred: a request that is carried out again needs its body again.
   * @throws Unavailable when too many bodies wait already; DomainError `too_large` when this one does not fit into a thread's memory
   */
  async read<Kind extends keyof Readings>(task: ReadTask<Kind>): Promise<ReadOutcome<Readings[Kind]>> {
    return this.threads.run(this.worker, task);
  }

  async onModuleDestroy(): Promise<void> {
    await this.threads.close();
  }
}
