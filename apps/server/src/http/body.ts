import type { NestExpressApplication } from '@nestjs/platform-express';
import { DomainError } from '@skein/problem';
import { raw, type NextFunction, type Request, type Response } from 'express';

const JSON_TYPE = /^application\/(json|[\w.+-]+\+json)\s*(;|$)/i;

/**
 * Leaves every request body as the bytes that came: what is large is parsed and validated elsewhere than on this thread.
 * @param limit bytes, after decompression; more is answered 413
 */
export function installBodies(app: NestExpressApplication, limit: number): void {
  app.use(refuseOtherTypes, raw({ type: (message) => JSON_TYPE.test(message.headers['content-type'] ?? ''), limit }));
}

function refuseOtherTypes(request: Request, _response: Response, next: NextFunction): void {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  const type = request.headers['content-type'];
  if (!hasBody || JSON_TYPE.test(type ?? '')) return next();
  next(
    new DomainError(
      'unsupported_media_type',
      `Send the body with Content-Type: application/json, not ${type ? JSON.stringify(type.slice(0, 100)) : 'without one'}.`,
    ),
  );
}
