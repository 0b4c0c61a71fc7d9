import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DomainError, Unavailable } from '@skein/problem';
import type { NextFunction, Request, Response } from 'express';
import { hasBody } from './has-body.js';

const JSON_TYPE = /^application\/(json|[\w.+-]+\+json)\s*(;|$)/i;

/** Of a body that comes as it is, in bytes. */
const SMALL = 64 * 1024;

/** Bodies of requests that are being answered, all together in this process, bytes; never less than four of the largest. */
const HELD_BYTES = 512 * 1024 * 1024;

const DECODERS: Record<string, (() => Transform) | undefined> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Leaves every request body as the bytes that came: what is large is parsed and validated elsewhere than on this thread. Node inflates on threads of its
 * own, a piece at a time.
 * @param limit bytes, after decompression; more is answered 413
 */
export function installBodies(app: NestExpressApplication, limit: number): void {
  const most = Math.max(HELD_BYTES, 4 * limit);
  let held = 0;
  const hold = (bytes: number): Error | null => {
    held += bytes;
    if (held <= most) return null;
    return new Unavailable(`The bodies of the requests under way take more than the ${most} bytes that this server holds; try again.`);
  };
  app.use((request: Request, response: Response, next: NextFunction) => {
    // Most requests have none, and go on without the reader's looking at them.
    if (!hasBody(request)) return next();
    const type = request.headers['content-type'];
    if (!JSON_TYPE.test(type ?? '')) return next(otherType(type));
    let own = 0;
    response.once('close', () => (held -= own));
    const count = (bytes: number): Error | null => {
      own += bytes;
      return hold(bytes);
    };
    readBody(request, limit, count).then((body) => {
      request.body = body;
      next();
    }, next);
  });
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

export function tooLarge(limit: number): DomainError {
  return new DomainError('too_large', `The body is larger than the ${limit} bytes that this server accepts (SKEIN_MAX_BODY_BYTES).`);
}

async function readBody(request: IncomingMessage, limit: number, count: (bytes: number) => Error | null): Promise<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  if (encoding === 'identity') return collect(request, limit, count);
  const decoder = DECODERS[encoding]?.();
  if (!decoder)
    throw new DomainError(
      'unsupported_media_type',
      `Content-Encoding ${JSON.stringify(encoding.slice(0, 100))} is not known; gzip, deflate and br are.`,
    );
  // A client that leaves ends the decoder too; what has come to its end is closed as well.
  request.once('close', () => {
    if (!request.complete) decoder.destroy();
  });
  try {
    return await collect(request.pipe(decoder), limit, count);
  } finally {
    request.unpipe(decoder);
    decoder.on('error', () => undefined).destroy();
    request.resume();
  }
}

function collect(stream: Readable, limit: number, count: (bytes: number) => Error | null): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const refuse = (error: Error): void => {
      stream.off('data', take).pause();
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      const refusal = bytes > limit ? tooLarge(limit) : count(chunk.length);
      if (refusal) refuse(refusal);
      else chunks.push(chunk);
    };
    stream.on('data', take);
    stream.once('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    stream.once('error', (error) => reject(new DomainError('bad_request', `The body could not be read: ${error.message}.`)));
    stream.once('close', () => reject(new DomainError('bad_request', 'The body ended before its end.')));
  });
}

function otherType(type: string | undefined): DomainError {
  return new DomainError(
    'unsupported_media_type',
    `Send the body with Content-Type: application/json, not ${type ? JSON.stringify(type.slice(0, 100)) : 'without one'}.`,
  );
}
