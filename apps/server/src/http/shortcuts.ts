import type { IncomingMessage, ServerResponse } from 'node:http';
import { idempotencyKeyOf } from '@skein/problem/nest';
import type { ChangesController, QueriesController } from '@skein/simulation/nest';
import { hasBody, smallBody } from './body.js';
import type { ProblemFilter } from './problem.filter.js';
import type { Routed } from './routed.js';

const STATUS = /^\/status\/([0-9a-f-]{36})$/;

/**
 * The two requests that come by the thousand, taken straight to the methods of their controllers: on the way through Express and Nest's router two thirds of
 * a status's time passed. Only their usual form is known here; what is written otherwise in any way goes that way.
 */
export class Shortcuts {
  /** @param bodyLimit bytes */
  constructor(
    private readonly queries: QueriesController,
    private readonly changes: ChangesController,
    private readonly problems: ProblemFilter,
    private readonly bodyLimit: number,
  ) {}

  /** Answers a request that has passed the gate; false: not here. */
  take(request: IncomingMessage & Routed, response: ServerResponse): boolean {
    if (request.method === 'GET') {
      const simId = STATUS.exec(request.url!)?.[1];
      if (simId === undefined || hasBody(request)) return false;
      request.route = { path: '/status/:sim_id' };
      request.params = { sim_id: simId };
      void this.answer(request, response, 200, this.queries.status(simId, response));
      return true;
    }
    if (request.method !== 'POST' || request.url !== '/simulate') return false;
    const body = smallBody(request, this.bodyLimit);
    if (!body) return false;
    request.route = { path: '/simulate' };
    void this.answer(request, response, 202, this.simulate(request, response, body));
    return true;
  }

  private async simulate(request: IncomingMessage, response: ServerResponse, body: Promise<Buffer>): Promise<object> {
    return this.changes.simulate({ body: await body }, idempotencyKeyOf(request), response);
  }

  private async answer(request: IncomingMessage, response: ServerResponse, status: number, document: Promise<object>): Promise<void> {
    try {
      const text = JSON.stringify(await document);
      response.statusCode = status;
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.setHeader('Content-Length', Buffer.byteLength(text));
      response.end(text);
    } catch (error) {
      this.problems.answer(error, request, response);
    }
  }
}
