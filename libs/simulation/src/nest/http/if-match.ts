import type { ServerResponse } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { DomainError } from '@skein/problem';
import type { Request } from 'express';

/** The version that a client insists on; null where it gave none, or `*`. */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext): number | null => {
  const header = context.switchToHttp().getRequest<Request>().header('if-match');
  if (header === undefined || header === '*') return null;
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1];
  if (version !== undefined) return Number(version);
  throw new DomainError('bad_request', 'The If-Match header must be the ETag of a status, such as "3", or *.');
});

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
