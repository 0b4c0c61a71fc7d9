import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { Turns } from '../service/turns.js';

/**
 * Has the changes of one simulation that come to this server made one after the other. Each holds the simulation on its runner until it is
 * committed: another that let it go meanwhile, having lost the race for the commit, would let run on what has just been paused. What comes to
 * other servers cannot do so, because only one has the runner.
 */
@Injectable()
export class TurnInterceptor implements NestInterceptor {
  constructor(private readonly turns: Turns) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const simId = context.switchToHttp().getRequest<Request>().params['sim_id'];
    if (typeof simId !== 'string') return next.handle();
    return defer(() => this.turns.take(simId, () => lastValueFrom(next.handle())));
  }
}
