import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { requestIdOf } from '@skein/problem/nest';
import { Senders } from '../access/senders.js';
import { PinoLogger } from '../logging/pino-logger.js';
import { HttpMeters } from '../metrics/http-meters.js';
import { RefusalLog } from './refusal-log.js';
import { logRequest } from './request-log.js';
import type { Refused, Routed } from './routed.js';

/** What nginx calls it when the client went away before the answer. */
const CLIENT_GONE = 499;
const SWITCHING_PROTOCOLS = 101;

const BEGAN = Symbol('when the request came in, in milliseconds');

interface Entered {
  [BEGAN]?: number;
}

/** Gives every request and every handshake an id, which its answer carries; counts and logs it when it has been answered. */
@Injectable()
export class Door {
  constructor(
    private readonly meters: HttpMeters,
    private readonly logger: PinoLogger,
    private readonly refusals: RefusalLog,
    private readonly senders: Senders,
  ) {}

  enter(request: IncomingMessage & Entered, response: ServerResponse): void {
    request[BEGAN] = performance.now();
    this.meters.began();
    response.setHeader('x-request-id', requestIdOf(request));
    response.on('close', () => this.leave(request, response, response.headersSent ? response.statusCode : CLIENT_GONE));
  }

  /** Notes that a handshake has become a WebSocket: nothing is answered over HTTP any more. */
  becameSocket(request: IncomingMessage & Entered, response: ServerResponse): void {
    this.leave(request, response, SWITCHING_PROTOCOLS);
  }

  private leave(request: IncomingMessage & Routed & Entered, response: ServerResponse & Refused, status: number): void {
    const beganMs = request[BEGAN];
    if (beganMs === undefined) return;
    request[BEGAN] = undefined;
    const route = routeOf(request);
    const durationSec = isStream(response) ? null : (performance.now() - beganMs) / 1000;
    this.meters.ended(route, request.method!, status, durationSec);
    const counted = status >= 400 && !this.refusals.tellsOf(response.locals ?? {}, () => this.senders.of(request));
    logRequest(this.logger, request, response, { route, status, durationSec, counted });
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
