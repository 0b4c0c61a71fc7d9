/** A statement that took too long (or was cancelled by an operator), and one that waited too long for a lock. */
const TIMED_OUT = new Set(['57014', '55P03']);

/**
 * SQLSTATEs after which the same statement may succeed: conflicts between transactions, time-outs of statements and sessions, a server that starts or
 * stops, and one that only reads, as a standby does before it is promoted.
 */
const SQL_STATES = new Set([...TIMED_OUT, '40001', '40P01', '57P01', '57P02', '57P03', '57P05', '25P03', '25P04', '25006']);
/** Connection exceptions, and a lack of resources: disk, memory, connections. */
const SQL_CLASSES = /^(08|53)[0-9A-Z]{3}$/;

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

/** Whether PostgreSQL ended the statement because it took too long, or waited too long for a lock. */
export function timedOut(error: unknown): boolean {
  const { code, driverError } = (error ?? {}) as Wrapper;
  const sqlState = code ?? (driverError as Wrapper | undefined)?.code;
  return typeof sqlState === 'string' && TIMED_OUT.has(sqlState);
}

/** Statements in flight at once when the items of a batch that timed out are tried one by one. */
const LANES_AFTER_TIME_OUT = 4;

/**
 * How many items of a failed batch are tried at once, each in its own statement; 0 where a repetition is no use.
 * - Time-out: one item may wait for a locked row. The others must not wait behind it.
 * - Another passing fault: the database is not there, for none of them.
 * - Anything else: PostgreSQL refused one of the items.
 */
export function lanesApart(error: unknown): number {
  if (timedOut(error)) return LANES_AFTER_TIME_OUT;
  return isTransient(error) ? 0 : 1;
}

function transient(error: unknown, seen: Set<unknown>): boolean {
  if (typeof error !== 'object' || error === null || seen.has(error)) return false;
  seen.add(error);
  const { code, message, cause, driverError, errors } = error as Wrapper;
  if (typeof code === 'string' && (SQL_STATES.has(code) || SOCKET_CODES.has(code) || SQL_CLASSES.test(code))) return true;
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
