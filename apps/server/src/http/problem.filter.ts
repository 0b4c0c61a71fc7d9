import type { IncomingMessage, ServerResponse } from 'node:http';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError, PROBLEMS, TransientFaults, type ProblemCode } from '@skein/problem';
import { requestIdOf } from '@skein/problem/nest';
import { endAnswer } from './farewell.js';
import { pathOf } from './path-of.js';
import { problemDocument, PROBLEM_TYPE, type ProblemDocument } from './problem-document.js';
import { RouteTable } from '../access/route-table.js';
import type { Refused } from './routed.js';

const RETRY_AFTER_SEC = 1;

/**
 * Turns whatever a handler throws into a problem document. What is not understood is logged, and says nothing of itself outside; the cause of a passing
 * fault is told by the line of the request.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(
    private readonly transient: TransientFaults,
    private readonly routes: RouteTable,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest(), http.getResponse());
  }

  /** The same for what does not come from one of Nest's handlers. */
  answer(error: unknown, request: IncomingMessage, response: ServerResponse & Refused): void {
    const problem = this.problem(error, request, response);
    const locals = (response.locals ??= {});
    locals.code = problem.code;
    if (problem.code === 'internal')
      this.logger.error(`${request.method} ${pathOf(request)}: ${describe(error)}`, { request_id: requestIdOf(request) });
    else if (problem.status >= 500) locals.cause = error instanceof Error ? error.message : String(error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (problem.status === PROBLEMS.unavailable.status) response.setHeader('retry-after', RETRY_AFTER_SEC);
    const text = JSON.stringify(problem);
    response.statusCode = problem.status;
    response.setHeader('Content-Type', PROBLEM_TYPE);
    response.setHeader('Content-Length', Buffer.byteLength(text));
    endAnswer(request, response, text);
  }

  private problem(error: unknown, request: IncomingMessage, response: ServerResponse): ProblemDocument {
    if (error instanceof DomainError) return problemDocument(error.code, error.message, error.errors);
    if (this.transient.includes(error))
      return problemDocument('unavailable', 'The database does not answer just now; the same request may be sent again.');
    const status = statusOf(error);
    if (status === 404) return this.notFound(request, response);
    const code = HTTP_CODES[status];
    if (code) return problemDocument(code, detailOf(code, error));
    if (status >= 400 && status < 500) return problemDocument('bad_request', 'The request could not be read.');
    return problemDocument('internal', 'Something went wrong in Skein, not in the request. The server has logged it.');
  }

  /** The router knows no route; where another method would have one, the answer says which. */
  private notFound(request: IncomingMessage, response: ServerResponse): ProblemDocument {
    const path = pathOf(request);
    const methods = this.routes.methodsOf(path);
    if (methods.length === 0 || methods.includes(request.method!))
      return problemDocument('not_found', `There is no ${request.method} ${path}; /docs shows what there is.`);
    response.setHeader('allow', methods.join(', '));
    return problemDocument('method_not_allowed', `${path} takes ${methods.join(', ')}, not ${request.method}; /docs shows what each does.`);
  }
}

/** Errors of Express, its body parser and Nest's router carry a status of their own. */
const HTTP_CODES: Record<number, ProblemCode | undefined> = { 400: 'bad_request', 413: 'too_large', 415: 'unsupported_media_type' };

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof URIError) return 400;
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' ? status : 500;
}

function detailOf(code: ProblemCode, error: unknown): string {
  if (code === 'too_large') return 'The request is larger than this server accepts.';
  return error instanceof Error ? error.message : 'The request could not be read.';
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
