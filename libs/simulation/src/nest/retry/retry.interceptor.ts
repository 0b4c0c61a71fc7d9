import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Unavailable, VersionConflict } from '@skein/problem';
import { retry, throwError, timer, type Observable } from 'rxjs';
import { TransientFaults } from '../../ports/transient-faults.js';
import { fullJitterMs } from '../dispatch/backoff.js';

const ATTEMPTS = 3;
const BASE_MS = 100;
const CAP_MS = 2_000;

/**
 * Repeats what failed for a reason that may be gone the next time: a lost connection, a deadlock, a change that somebody else
 * was faster with. Safe for changes too, because each carries a request id that is stored with what it did.
 */
@Injectable()
export class RetryInterceptor implements NestInterceptor {
  constructor(private readonly transient: TransientFaults) {}

  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      retry({
        count: ATTEMPTS - 1,
        delay: (error: unknown, attempt: number) =>
          this.mayPass(error) ? timer(fullJitterMs(attempt, BASE_MS, CAP_MS)) : throwError(() => error),
      }),
    );
  }

  private mayPass(error: unknown): boolean {
    return error instanceof VersionConflict || error instanceof Unavailable || this.transient.includes(error);
  }
}
