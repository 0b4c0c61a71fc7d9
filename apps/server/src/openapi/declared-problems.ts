import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS, type ProblemCode } from '@skein/problem';
import { REFUSALS_AT_THE_DOOR } from '../access/declare-access.js';
import { METHODS } from './methods.js';

const EXTENSION = 'x-problems';

const HEADERS: Record<number, Record<string, { description: string; schema: { type: string } }> | undefined> = {
  401: { 'WWW-Authenticate': { description: 'How to ask: `Bearer`', schema: { type: 'string' } } },
  429: { 'Retry-After': { description: 'Seconds after which the next request may be sent', schema: { type: 'integer' } } },
  503: { 'Retry-After': { description: 'Seconds after which the same request may be sent again', schema: { type: 'integer' } } },
};

/** Turns the refusals that each operation declares (`x-problems`), and those that every request may meet, into responses of the document. */
export function declareProblems(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const operation of METHODS.map((method) => path[method])) {
      if (!operation) continue;
      const declared = operation as typeof operation & { [EXTENSION]?: ProblemCode[] };
      const asked: ProblemCode[] = operation.security?.length ? ['unauthorized'] : [];
      const codes = [...new Set([...(declared[EXTENSION] ?? []), ...asked, ...REFUSALS_AT_THE_DOOR, 'internal' as const])];
      delete declared[EXTENSION];
      for (const status of new Set(codes.map((code) => PROBLEMS[code].status))) {
        const of = codes.filter((code) => PROBLEMS[code].status === status);
        operation.responses[status] = {
          description: of.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
          ...(HEADERS[status] && { headers: HEADERS[status] }),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemSchema' } } },
        };
        Object.assign(operation.responses[status], { 'x-codes': of });
      }
    }
  }
  return document;
}
