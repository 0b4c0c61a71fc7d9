import type { OpenAPIObject } from '@nestjs/swagger';
import type { ProblemCode } from '@skein/problem';
import { METHODS } from '../openapi/methods.js';
import type { RouteTable } from './route-table.js';

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

/** Says of each operation which credential it asks for, from the same table that the gate asks. */
export function declareAccess(document: OpenAPIObject, { routes }: RouteTable): OpenAPIObject {
  const access = new Map(routes.map(({ method, template, access }) => [`${method} ${template}`, access]));
  for (const [path, item] of Object.entries(document.paths))
    for (const method of METHODS) {
      const operation = item[method];
      const asked = access.get(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`) ?? 'token';
      if (operation) operation.security = asked === 'public' ? [] : [{ [asked === 'token' ? API_TOKEN : asked]: [] }];
    }
  return document;
}
