import { Injectable, Logger } from '@nestjs/common';
import { RecurringLog } from '@skein/problem';
import { pack, type Claim, type PackedSnapshot, type Snapshot } from '@skein/runner';
import { ClaimStore } from '../../ports/claim-store.js';
import { Holdings } from './holdings.js';
import { LogWriter } from './log-writer.js';
import { Testimony } from './testimony.js';

/** Keeps the last snapshot of what is simulated, one at a time. One that is lost is not repeated: it costs nothing but time, and the next one is to come. */
@Injectable()
export class SnapshotWriter {
  private readonly faults = new RecurringLog(new Logger(SnapshotWriter.name));
  /** By simulation: a later one takes the place of one that has not had its turn. */
  private readonly waiting = new Map<string, { claim: Claim; snapshot: Snapshot | PackedSnapshot }>();
  private flushing: Promise<void> | null = null;
  private stopping = false;

  constructor(
    private readonly store: ClaimStore,
    private readonly holdings: Holdings,
    private readonly logs: LogWriter,
    private readonly testimony: Testimony,
  ) {}

  take(claim: Claim, snapshot: Snapshot | PackedSnapshot): void {
    if (this.stopping || !this.testimony.mayBeAt(claim, snapshot.at_sec, 'snapshot')) return;
    this.waiting.set(claim.sim_id, { claim, snapshot });
    this.flushing ??= this.flush().finally(() => (this.flushing = null));
  }

  /** From here on none is taken; resolves when none is being written. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.waiting.clear();
    await this.flushing;
  }

  private async flush(): Promise<void> {
    for (const [simId, { claim, snapshot }] of this.waiting) {
      this.waiting.delete(simId);
      await this.write(claim, snapshot).catch((error: unknown) =>
        this.faults.warn('A snapshot of a simulation was not kept', error, { sim_id: simId }),
      );
    }
  }

  private async write(claim: Claim, snapshot: Snapshot | PackedSnapshot): Promise<void> {
    const packed = await pack(snapshot);
    await this.logs.written(claim);
    // What is said while the server shuts down may not have been written after all.
    if (this.stopping || !this.holdings.get(claim)) return;
    await this.store.recordSnapshot({ simId: claim.sim_id, epoch: claim.epoch }, packed);
  }
}
