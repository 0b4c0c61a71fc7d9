import type { NestExpressApplication } from '@nestjs/platform-express';
import { DomainError } from '@skein/problem';
import { raw, type NextFunction, type Request, type Response } from 'express';

const JSON_TYPE = /^application\/(json|[\w.+-]+\+json)\s*(;|$)/i;

/**
 * Leaves every request body as the bytes that came: what is large is parsed and validated elsewhere than on this thread.
 * @param limit bytes, after decompression; more is answered 413
 */
export function installBodies(app: NestExpressApplication, limit: number): void {
  const read = raw({ type: () => true, limit });
  app.use((request: Request, response: Response, next: NextFunction) => {
    // Most requests have none, and go on without the reader's looking at them.
    if (!hasBody(request)) return next();
    const type = request.headers['content-type'];
    if (JSON_TYPE.test(type ?? '')) return read(request, response, next);
    next(otherType(type));
  });
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function otherType(type: string | undefined): DomainError {
  return new DomainError(
    'unsupported_media_type',
    `Send the body with Content-Type: application/json, not ${type ? JSON.stringify(type.slice(0, 100)) : 'without one'}.`,
  );
}
