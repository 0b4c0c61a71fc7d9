import type { OpenAPIObject } from '@nestjs/swagger';
import type { ProblemCode } from '@skein/problem';
import { METHODS } from '../openapi/methods.js';
import { isOpen } from './open-paths.js';

/** Name, in the OpenAPI document, of the security scheme that is the operator's token. */
export const API_TOKEN = 'api_token';

export const API_TOKEN_SCHEME = {
  type: 'http',
  scheme: 'bearer',
  description: 'One of the tokens in the `SKEIN_API_TOKEN` of the server; where it has none, none is asked for.',
} as const;

/** What any request may be answered before it reaches its operation. */
export const REFUSALS_AT_THE_DOOR = [
  'bad_request',
  'foreign_origin',
  'request_timeout',
  'too_large',
  'unsupported_media_type',
  'too_many_requests',
  'headers_too_large',
] as const satisfies ProblemCode[];

/** Says of each operation whether it asks for a token: those that name no security scheme of their own do, unless they are open. */
export function declareAccess(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths))
    for (const operation of METHODS.map((method) => item[method]))
      if (operation) operation.security ??= isOpen(path) ? [] : [{ [API_TOKEN]: [] }];
  return document;
}
