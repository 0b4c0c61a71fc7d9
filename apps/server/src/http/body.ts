import type { IncomingMessage } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DomainError } from '@skein/problem';
import { raw, type NextFunction, type Request, type Response } from 'express';

const JSON_TYPE = /^application\/(json|[\w.+-]+\+json)\s*(;|$)/i;

/** Of a body that comes as it is, in bytes. */
const SMALL = 64 * 1024;

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

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * The bytes of a JSON body that says how long it is, that it is short, and that it is not compressed; null for any other. Where the client
 * leaves before its end, there is nobody to answer, and nothing comes.
 */
export function smallBody(request: IncomingMessage, limit: number): Promise<Buffer> | null {
  const { headers } = request;
  const bytes = Number(headers['content-length'] ?? 0);
  if (!(bytes > 0 && bytes <= Math.min(SMALL, limit)) || headers['content-encoding'] !== undefined) return null;
  if (!JSON_TYPE.test(headers['content-type'] ?? '')) return null;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
  });
}

function otherType(type: string | undefined): DomainError {
  return new DomainError(
    'unsupported_media_type',
    `Send the body with Content-Type: application/json, not ${type ? JSON.stringify(type.slice(0, 100)) : 'without one'}.`,
  );
}
