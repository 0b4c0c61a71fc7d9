import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Access } from '../access/access.js';
import type { Door } from './door.js';
import type { ProblemFilter } from './problem.filter.js';
import type { Shortcuts } from './shortcuts.js';

/**
 * The way of every request into the server, ahead of Express, whose layers cost as much each as what is decided here: it is counted and given an id,
 * gets its security headers and passes the gate, whoever then answers it. ADR 23 has why.
 */
export class Entrance {
  constructor(
    private readonly door: Door,
    private readonly access: Access,
    private readonly problems: ProblemFilter,
    private readonly shortcuts: Shortcuts,
    private readonly express: RequestListener,
  ) {}

  readonly listener: RequestListener = (request, response) => {
    this.door.enter(request, response);
    try {
      this.access.check(request, response, (refusal) => {
        if (refusal) this.problems.answer(refusal, request, response);
        else this.goOn(request, response);
      });
    } catch (error) {
      // Nobody else would catch it, and the process would end.
      this.problems.answer(error, request, response);
    }
  };

  private goOn(request: IncomingMessage, response: ServerResponse): void {
    // Our own tags name a version, for If-Match; progress moves without it, so that no answer is ever "not modified".
    delete request.headers['if-none-match'];
    if (!this.shortcuts.take(request, response)) this.express(request, response);
  }
}
