import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS, type ProblemCode } from '@skein/problem';
import { REFUSALS_AT_THE_DOOR } from '../access/declare-access.js';
import { METHODS } from './methods.js';

const EXTENSION = 'x-problems';

/** Any request may meet these; they say nothing of the operation, and share one response. */
const COMMON: ReadonlySet<ProblemCode> = new Set([
  ...REFUSALS_AT_THE_DOOR,
  'unauthorized',
  'not_json',
  'bad_request',
  'too_large',
  'unsupported_media_type',
  'internal',
  'unavailable',
]);

const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds after which the same request may be sent again', schema: { type: 'integer' } },
};

const COMMON_HEADERS = {
  'WWW-Authenticate': { description: 'With 401: `Bearer`', schema: { type: 'string' } },
  'Retry-After': { description: 'With 429 and 503: seconds after which the same request may be sent again', schema: { type: 'integer' } },
};

interface Declared {
  [EXTENSION]?: ProblemCode[];
}

/**
 * Turns the refusals that each operation declares (`x-problems`), and those that every request may meet, into responses of the document: one for each status that
 * is the operation's own, and one, `default`, for all that are everybody's. `x-codes` of a response tells its codes, by status where it has several.
 */
export function declareProblems(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const operation of METHODS.map((method) => path[method])) {
      if (!operation) continue;
      const declared = operation as typeof operation & Declared;
      const asked: ProblemCode[] = operation.security?.length ? ['unauthorized'] : [];
      const codes = [...new Set([...(declared[EXTENSION] ?? []), ...asked, ...REFUSALS_AT_THE_DOOR, 'internal' as const])];
      delete declared[EXTENSION];
      const groups = byStatus(codes);
      const isOwn = ([, of]: (typeof groups)[number]): boolean => of.some((code) => !COMMON.has(code));
      for (const [status, of] of groups.filter(isOwn)) {
        operation.responses[status] = refusal(
          of.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
          { 'x-codes': of, ...(Number(status) === 503 && { headers: RETRY_AFTER }) },
          exampleOf(of.find((code) => !COMMON.has(code))!),
        );
      }
      const common = groups.filter((group) => !isOwn(group));
      const list = common.map(([status, of]) => `${status} ${of.map((code) => `\`${code}\``).join(', ')}`).join('; ');
      operation.responses['default'] = refusal(
        `What any request may meet, as a problem document (RFC 9457): ${list}.`,
        { 'x-codes': Object.fromEntries(common), headers: COMMON_HEADERS },
        exampleOf(codes.includes('unauthorized') ? 'unauthorized' : 'too_many_requests'),
      );
    }
  }
  return document;
}

function byStatus(codes: readonly ProblemCode[]): [status: string, codes: ProblemCode[]][] {
  const statuses = new Map<string, ProblemCode[]>();
  for (const code of codes) {
    const status = String(PROBLEMS[code].status);
    statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  return [...statuses].sort(([a], [b]) => Number(a) - Number(b));
}

function refusal(description: string, more: object, example: object) {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemSchema' }, example } };
  return { description, ...more, content };
}

const EXAMPLE_ERROR = {
  pointer: '/config/duration_sec',
  message: 'duration_sec must be a number above 0 (seconds), not -5.',
  value: -5,
  accepted: 'a number above 0 (seconds)',
};

/** Short: a page shows it for each response. */
function exampleOf(code: ProblemCode): object {
  const { status, title } = PROBLEMS[code];
  const errors = code === 'validation_failed' ? [EXAMPLE_ERROR] : [];
  return { type: `urn:skein:problem:${code}`, title, status, detail: `${title}.`, code, errors };
}
