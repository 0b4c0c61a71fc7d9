import { AxiosError } from 'axios';
import type { ProblemSchema } from './generated/index.js';

/** A refusal of the server: the problem document that it answered, as an error. */
export class SkeinProblem extends Error {
  override readonly name = 'SkeinProblem';

  constructor(readonly problem: ProblemSchema) {
    super([problem.detail, ...problem.errors.map(({ pointer, message }) => `  ${pointer || '/'}: ${message}`)].join('\n'));
  }

  /** Stable, for programs: `validation_failed`, `unknown_simulation`, … */
  get code(): ProblemSchema['code'] {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** The server could not be reached, or answered something that is not Skein's, after every retry. */
export class SkeinUnreachable extends Error {
  override readonly name = 'SkeinUnreachable';
}

/** Gives an error of axios the shape that users of the SDK see; anything else, a cancellation too, passes. */
export function toSkeinError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (!(error instanceof AxiosError) || error.code === AxiosError.ERR_CANCELED) return error;
  const body: unknown = error.response?.data;
  if (isProblem(body)) return new SkeinProblem(body);
  const where = `${error.config?.method?.toUpperCase()} ${error.config?.baseURL ?? ''}${error.config?.url ?? ''}`;
  const what = error.response ? `answered ${error.response.status}` : error.message || String(error.code);
  return new SkeinUnreachable(`${where}: ${what}`, { cause: error });
}

/** What no server can be asked for: every URL with such a step leads to another path, so the request would be answered about something else. */
export function refuseDotSegments(url: string): void {
  const dots = url
    .split(/[?#]/, 1)[0]
    .split('/')
    .find((step) => step === '.' || step === '..');
  if (dots === undefined) return;
  throw new SkeinProblem({
    type: 'urn:skein:problem:not_found',
    title: 'There is nothing here',
    status: 404,
    detail: `${JSON.stringify(dots)} cannot be an id: it means another path in every URL.`,
    code: 'not_found',
    errors: [],
  });
}

function isProblem(body: unknown): body is ProblemSchema {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'errors' in body && Array.isArray(body.errors);
}
