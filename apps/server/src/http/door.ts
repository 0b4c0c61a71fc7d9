import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestIdOf } from '@skein/problem/nest';
import type { PinoLogger } from '../logging/pino-logger.js';
import type { HttpMeters } from '../metrics/http-meters.js';
import { logRequest } from './request-log.js';
import type { Refused, Routed } from './routed.js';

/** What nginx calls it when the client went away before the answer. */
const CLIENT_GONE = 499;

/** Every request that comes in is given an id, which its answer carries, and is counted and logged when it has been answered. */
export class Door {
  constructor(
    private readonly meters: HttpMeters,
    private readonly logger: PinoLogger,
  ) {}

  enter(request: IncomingMessage, response: ServerResponse): void {
    const beganMs = performance.now();
    this.meters.began();
    response.setHeader('x-request-id', requestIdOf(request));
    response.on('close', () => this.leave(request, response, beganMs));
  }

  private leave(request: IncomingMessage & Routed, response: ServerResponse & Refused, beganMs: number): void {
    const status = response.headersSent ? response.statusCode : CLIENT_GONE;
    const route = routeOf(request);
    const durationSec = isStream(response) ? null : (performance.now() - beganMs) / 1000;
    this.meters.ended(route, request.method!, status, durationSec);
    logRequest(this.logger, request, response, { route, status, durationSec });
  }
}

/** The path with its parameters unnamed, of which there are only so many; `none` for what found no handler. */
function routeOf({ route }: Routed): string {
  return typeof route?.path === 'string' ? route.path : 'none';
}

function isStream(response: ServerResponse): boolean {
  const type = response.getHeader('content-type');
  return typeof type === 'string' && type.startsWith('text/event-stream');
}
