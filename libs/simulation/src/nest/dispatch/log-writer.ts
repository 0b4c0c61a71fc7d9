import { Injectable, Logger } from '@nestjs/common';
import { RecurringLog } from '@skein/problem';
import type { Claim, LogEntry } from '@skein/runner';
import { ClaimStore } from '../../ports/claim-store.js';
import { ANSWER_DEADLINE_MS } from './dispatch-options.js';
import { UntilWritten } from './until-written.js';

interface Batch {
  claim: Claim;
  entries: LogEntry[];
  /** Settles when it is written, or has been given up. */
  done: Promise<void>;
  settle: () => void;
}

/** Makes durable what simulations say: a claim at a time, and of each all that has gathered meanwhile, so that many cannot take all connections. */
@Injectable()
export class LogWriter {
  private readonly faults = new RecurringLog(new Logger(LogWriter.name));
  private readonly waiting = new Map<string, Batch>();
  private writing: Batch | null = null;
  private flushing: Promise<void> | null = null;

  constructor(
    private readonly store: ClaimStore,
    private readonly untilWritten: UntilWritten,
  ) {}

  take(claim: Claim, entries: readonly LogEntry[]): void {
    const key = keyOf(claim);
    const batch = this.waiting.get(key);
    if (batch) batch.entries.push(...entries);
    else this.waiting.set(key, newBatch(claim, entries));
    this.flushing ??= this.flush().finally(() => (this.flushing = null));
  }

  /** Resolves when all that has been taken of a claim is written: it must be before the claim ends, since nothing is taken of one that has ended. */
  async written(claim: Claim): Promise<void> {
    const key = keyOf(claim);
    const present = this.writing && keyOf(this.writing.claim) === key ? this.writing.done : null;
    await Promise.all([present, this.waiting.get(key)?.done]);
  }

  /** As `written`, for somebody who waits: where the database is away, what follows will say so. */
  async writtenSoon(claim: Claim): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ANSWER_DEADLINE_MS)));
    await Promise.race([this.written(claim), late]);
    clearTimeout(timer);
  }

  async settled(): Promise<void> {
    await this.flushing;
  }

  private async flush(): Promise<void> {
    for (const [key, batch] of this.waiting) {
      this.waiting.delete(key);
      this.writing = batch;
      const { sim_id: simId, epoch } = batch.claim;
      await this.untilWritten
        .run(() => this.store.recordLog({ simId, epoch }, batch.entries))
        .catch((error: unknown) => this.faults.warn('Log entries of a simulation were not recorded', error, { sim_id: simId }));
      this.writing = null;
      batch.settle();
    }
  }
}

function keyOf({ sim_id, epoch }: Claim): string {
  return `${sim_id} ${epoch}`;
}

function newBatch({ sim_id, epoch }: Claim, entries: readonly LogEntry[]): Batch {
  let settle = (): void => undefined;
  const done = new Promise<void>((resolve) => (settle = resolve));
  return { claim: { sim_id, epoch }, entries: [...entries], done, settle };
}
