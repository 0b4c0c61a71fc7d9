import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS, type ProblemCode } from '@skein/problem';

const EXTENSION = 'x-problems';
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** Turns the refusals that each operation declares (`x-problems`) into responses of the document. */
export function declareProblems(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const operation of METHODS.map((method) => path[method])) {
      if (!operation) continue;
      const declared = operation as typeof operation & { [EXTENSION]?: ProblemCode[] };
      const codes: ProblemCode[] = [...(declared[EXTENSION] ?? []), 'internal'];
      delete declared[EXTENSION];
      for (const status of new Set(codes.map((code) => PROBLEMS[code].status))) {
        const titles = codes.filter((code) => PROBLEMS[code].status === status).map((code) => `\`${code}\`: ${PROBLEMS[code].title}`);
        operation.responses[status] = {
          description: titles.join('; '),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemSchema' } } },
        };
      }
    }
  }
  return document;
}
