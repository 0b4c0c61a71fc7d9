import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { Retries } from './retries.js';

/**
 * `Retries` around a handler. Measured, an interceptor costs 30 µs of the thread that serves HTTP, a quarter of a status read; so
 * the two requests that come by the thousand, to simulate and for a status, use `Retries` themselves.
 */
@Injectable()
export class RetryInterceptor implements NestInterceptor {
  constructor(private readonly retries: Retries) {}

  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return defer(() => this.retries.run(() => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }
}
