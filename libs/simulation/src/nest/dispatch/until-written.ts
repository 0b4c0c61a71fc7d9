import { Injectable, Logger } from '@nestjs/common';
import { defer, lastValueFrom, retry, throwError, timer } from 'rxjs';
import { RecurringLog, fullJitterMs, TransientFaults } from '@skein/problem';

const BASE_MS = 100;
const CAP_MS = 5_000;

/** Repeats a write for as long as the database is away: what a runner has finished must not be lost to an outage. */
@Injectable()
export class UntilWritten {
  private readonly faults = new RecurringLog(new Logger(UntilWritten.name));
  private givingUp = false;

  constructor(private readonly transient: TransientFaults) {}

  /** @throws what `write` throws, when it is not transient or the server is shutting down */
  run<T>(write: () => Promise<T>): Promise<T> {
    const delay = (error: unknown, attempt: number) => {
      if (this.givingUp || !this.transient.includes(error)) return throwError(() => error);
      this.faults.warn('The database did not take a write; it is tried again', error);
      return timer(fullJitterMs(attempt, BASE_MS, CAP_MS));
    };
    return lastValueFrom(defer(write).pipe(retry({ delay })));
  }

  /** From here on a failed write is not repeated: the next server's sweep will see to it. */
  giveUp(): void {
    this.givingUp = true;
  }
}
