/** SQLSTATEs after which the same statement may succeed: conflicts between transactions, and a server that comes, goes or is full. */
const SQL_STATES = new Set(['40001', '40P01', '57P01', '57P02', '57P03', '53300']);
const CONNECTION_EXCEPTION = /^08[0-9A-Z]{3}$/;

/** Codes of Node's for a peer that is not there, or no longer; where names stand for containers, a name is not there either. */
const SOCKET_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN'],
  ...['ENOTFOUND', 'EAI_AGAIN'],
]);

/** pg says these without a code. */
const DRIVER_MESSAGES = [
  /^Connection terminated/,
  /^Client has encountered a connection error/,
  /^timeout e(xpired|xceeded when trying to connect)/,
  /^Query read timeout/,
];

/** Whether an error, or one that it wraps, tells of a database that may answer the next time. */
export function isTransient(error: unknown): boolean {
  return transient(error, new Set());
}

function transient(error: unknown, seen: Set<unknown>): boolean {
  if (typeof error !== 'object' || error === null || seen.has(error)) return false;
  seen.add(error);
  const { code, message, cause, driverError, errors } = error as Wrapper;
  if (typeof code === 'string' && (SQL_STATES.has(code) || SOCKET_CODES.has(code) || CONNECTION_EXCEPTION.test(code))) return true;
  if (typeof message === 'string' && DRIVER_MESSAGES.some((pattern) => pattern.test(message))) return true;
  // Several addresses of one host fail as an AggregateError: any that may come back is hope.
  const wrapped = [cause, driverError, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return wrapped.some((inner) => transient(inner, seen));
}

interface Wrapper {
  code?: unknown;
  message?: unknown;
  cause?: unknown;
  driverError?: unknown;
  errors?: unknown;
}
