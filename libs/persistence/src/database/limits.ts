import type { ClientBase } from 'pg';

/** PostgreSQL ends a statement that takes longer, in milliseconds. */
export const STATEMENT_MS = 30_000;

/** How long a statement waits for a lock, in milliseconds. The wait is the fault of another client, so the request fails early enough to be repeated. */
const LOCK_MS = 10_000;

/** PostgreSQL closes a connection that is idle inside a transaction for longer, in milliseconds. */
const IDLE_IN_TRANSACTION_MS = 60_000;

/** Time for the statement that sets the limits, in milliseconds: a pooler without a free connection lets it wait. */
const SETTING_MS = 5_000;

const SET_LIMITS = `SELECT set_config('statement_timeout', '${STATEMENT_MS}', false), set_config('lock_timeout', '${LOCK_MS}', false),
  set_config('idle_in_transaction_session_timeout', '${IDLE_IN_TRANSACTION_MS}', false)`;

const LIFT_LIMITS = `SELECT set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false)`;

/** Anything that runs SQL on one connection. */
type Connection = Pick<ClientBase, 'query'> | { query(sql: string): Promise<unknown> };

/** Limits the statements of a new connection. A statement does this, because PgBouncer refuses connections that ask for limits in their first message. */
export async function limitStatements(client: ClientBase): Promise<void> {
  // pg reads this option, but its types do not name it.
  const query = { text: SET_LIMITS, query_timeout: SETTING_MS };
  await client.query(query);
}

/** Runs work on one connection without limits on the time that its statements take or wait. */
export async function withoutLimits<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  await connection.query(LIFT_LIMITS);
  try {
    return await work();
  } finally {
    await Promise.resolve(connection.query(SET_LIMITS)).catch(() => undefined);
  }
}
