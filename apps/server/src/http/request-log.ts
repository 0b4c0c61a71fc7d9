import type { IncomingMessage } from 'node:http';
import { requestIdOf } from '@skein/problem/nest';
import type { PinoLogger } from '../logging/pino-logger.js';
import { pathOf } from './path-of.js';
import type { Refused, Routed } from './routed.js';

/** An answer that takes longer is told of, whatever it says. */
const SLOW_SEC = 1;
const LONGEST_PATH = 200;

export interface Answered {
  route: string;
  status: number;
  /** Null for a stream. */
  durationSec: number | null;
  /** A refusal that is only counted: its line is for those who look for bugs. */
  counted: boolean;
}

/**
 * One line a request: faults of the server as warnings, refusals and slow answers for information, all the others where one looks for bugs. A line
 * costs some microseconds, which ordinary requests, by the thousand, are spared. What a client wrote is cut short and never a query, which may hold anything.
 */
export function logRequest(
  logger: PinoLogger,
  request: IncomingMessage & Routed,
  { locals }: Refused,
  { route, status, durationSec, counted }: Answered,
): void {
  const slow = durationSec !== null && durationSec > SLOW_SEC;
  const level = counted ? 'debug' : status >= 500 ? 'warn' : status >= 400 || slow ? 'info' : 'debug';
  if (!logger.tells(level)) return;
  const { sim_id, agent_id } = request.params ?? {};
  const path = pathOf(request).slice(0, LONGEST_PATH);
  logger.write(level, `${request.method} ${path} ${status}`, {
    context: 'Http',
    request_id: requestIdOf(request),
    ...(sim_id !== undefined && { sim_id }),
    ...(agent_id !== undefined && { agent_id }),
    method: request.method,
    route,
    status,
    ...(locals?.code !== undefined && { code: locals.code }),
    ...(locals?.cause !== undefined && { cause: locals.cause }),
    ...(durationSec !== null && { duration_ms: Math.round(durationSec * 1e5) / 100 }),
  });
}
