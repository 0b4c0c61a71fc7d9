import type { ServerResponse } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { DomainError } from '@skein/problem';
import type { Request } from 'express';

/** One entity tag of a list (RFC 9110, 8.8.3), and what separates it from the next. */
const TAG = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*(?:,[ \t,]*|$)/y;

/** The versions that a client insists on, any of which will do; null where it gave none, or `*`. */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext): readonly number[] | null =>
  versionsOf(context.switchToHttp().getRequest<Request>().header('if-match')),
);

/**
 * A weak tag names no version: `If-Match` compares strongly. Nor does a tag that this server has not given.
 * @throws DomainError `bad_request` for what is no list of entity tags
 */
export function versionsOf(header: string | undefined): readonly number[] | null {
  if (header === undefined || header === '*') return null;
  const versions: number[] = [];
  let at = 0;
  do {
    TAG.lastIndex = at;
    const [whole, weak, tag] = TAG.exec(header) ?? [];
    if (whole === undefined)
      throw new DomainError(
        'bad_request',
        'The If-Match header must be the ETag of a status, such as "3", several of them separated by commas, or *.',
      );
    if (weak === undefined && /^\d{1,9}$/.test(tag)) versions.push(Number(tag));
    at += whole.length;
  } while (at < header.length);
  return versions;
}

export const ApiIfMatch = () =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description:
      'Leave it empty, unless the change must only happen to the version that you have seen. Then send the `ETag` of that status, a number in quotes; the answer is 412 if the simulation has changed since',
    schema: { type: 'string' },
  });

/** What is answered, with the entity tag of the simulation at the version that it tells of. */
export function tagged<Document extends { version: number }>(response: ServerResponse, document: Document): Document {
  response.setHeader('ETag', `"${document.version}"`);
  return document;
}
