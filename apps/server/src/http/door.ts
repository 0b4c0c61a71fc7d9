import type { NestExpressApplication } from '@nestjs/platform-express';
import { requestIdOf } from '@skein/problem/nest';
import type { NextFunction, Request, Response } from 'express';
import type { PinoLogger } from '../logging/pino-logger.js';
import type { HttpMeters } from '../metrics/http-meters.js';
import { logRequest } from './request-log.js';

/** What nginx calls it when the client went away before the answer. */
const CLIENT_GONE = 499;

/** Every request that comes in is given an id, which its answer carries, and is counted and logged when it has been answered. */
export function installDoor(app: NestExpressApplication, meters: HttpMeters, logger: PinoLogger): void {
  app.use((request: Request, response: Response, next: NextFunction) => {
    const beganMs = performance.now();
    meters.began();
    response.setHeader('x-request-id', requestIdOf(request));
    response.on('close', () => {
      const status = response.headersSent ? response.statusCode : CLIENT_GONE;
      const route = routeOf(request);
      const durationSec = isStream(response) ? null : (performance.now() - beganMs) / 1000;
      meters.ended(route, request.method, status, durationSec);
      logRequest(logger, request, response, { route, status, durationSec });
    });
    next();
  });
}

/** The path with its parameters unnamed, of which there are only so many; `none` for what found no handler. */
function routeOf(request: Request): string {
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : 'none';
}

function isStream(response: Response): boolean {
  const type = response.getHeader('content-type');
  return typeof type === 'string' && type.startsWith('text/event-stream');
}
