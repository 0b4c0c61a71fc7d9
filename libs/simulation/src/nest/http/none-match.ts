import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';

const NONE_MATCH = Symbol('the If-None-Match of the request');

interface Kept {
  [NONE_MATCH]?: string;
}

/**
 * Takes `If-None-Match` out of the headers, where Express would honor it for every tag: those of statuses name a version, and progress moves without it.
 * It is kept for documents that change with the version alone.
 */
export function keepNoneMatch(request: IncomingMessage & Kept): void {
  const header = request.headers['if-none-match'];
  if (header === undefined) return;
  request[NONE_MATCH] = header;
  delete request.headers['if-none-match'];
}

/**
 * Answers 304 where the client has the document with the tag that the answer carries (compared weakly, RFC 9110, 13.1.2).
 * Only for documents that do not change while their tag stays.
 * @returns whether it has been answered
 */
export function notModified(request: IncomingMessage & Kept, response: Response): boolean {
  const header = request[NONE_MATCH];
  if (header === undefined) return false;
  const tag = response.getHeader('etag');
  const known = header.split(',').map((each) => each.trim().replace(/^W\//, ''));
  if (header.trim() !== '*' && !known.includes(String(tag))) return false;
  response.status(304).end();
  return true;
}
