import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { cutUnread } from './cut-unread.js';

/**
 * Answers with JSON text in pieces; a piece is asked for when the client has taken the last. Where one cannot be had after the first has gone out, the connection
 * breaks, so that no client takes the beginning for the whole.
 */
export async function sendJson(response: Response, text: AsyncIterable<string | Uint8Array>): Promise<void> {
  const pieces = text[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (response.destroyed) {
    await pieces.return?.();
    return;
  }
  response.setHeader('content-type', 'application/json; charset=utf-8');
  cutUnread(response);
  const body = (async function* () {
    try {
      for (let next = first; !next.done; next = await pieces.next()) yield next.value;
    } finally {
      await pieces.return?.();
    }
  })();
  try {
    await pipeline(Readable.from(body, { highWaterMark: 1 }), response);
  } catch (error) {
    // The client has left, or was cut off: nobody is to be told.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** Characters that are encoded at once. */
const PIECE = 256 * 1024;

/** A text in pieces; a pair of surrogates is never cut. */
export async function* inPieces(text: string): AsyncGenerator<string> {
  for (let from = 0; from < text.length;) {
    const end = Math.min(from + PIECE, text.length);
    const last = text.charCodeAt(end - 1);
    const to = end < text.length && last >= 0xd800 && last < 0xdc00 ? end + 1 : end;
    yield await Promise.resolve(text.slice(from, to));
    from = to;
  }
}
