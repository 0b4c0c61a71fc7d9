import { Injectable } from '@nestjs/common';
import { DomainError } from '@skein/problem';
import { CommandStore } from '../../ports/command-store.js';
import { FleetOptions } from '../fleet-options.js';

/** Smaller arguments are not counted: the number of commands bounds them. */
const COUNTED_BYTES = 4096;
/** For so long, in milliseconds, what was read is only added to. */
const READING_MS = 1000;

/** Bounds the arguments that wait to be sent. Servers that accept at the same time may pass the bound by what they accept within a second. */
@Injectable()
export class QueueRoom {
  private bytes = 0;
  private readAtMs = -Infinity;

  constructor(
    private readonly store: CommandStore,
    private readonly options: FleetOptions,
  ) {}

  /** @throws DomainError `queue_full` where there is no room for so many bytes more */
  async take(bytes: number): Promise<void> {
    if (bytes <= COUNTED_BYTES) return;
    if (performance.now() - this.readAtMs > READING_MS) {
      this.bytes = await this.store.queuedBytes();
      this.readAtMs = performance.now();
    }
    const most = this.options.maxQueuedBytes;
    if (this.bytes + bytes > most) {
      throw new DomainError(
        'queue_full',
        `${this.bytes} bytes of arguments wait to be sent, and at most ${most} may wait (SKEIN_MAX_QUEUED_BYTES). Send ${bytes} bytes more when agents have taken theirs, or cancel commands.`,
      );
    }
    this.bytes += bytes;
  }
}
