import { DataSource } from 'typeorm';
import { ENTITIES } from '../entities/index.js';
import { MIGRATIONS } from '../migrations/index.js';

/** PostgreSQL itself ends what takes longer. */
const STATEMENT_MS = 30_000;
/** So that a statement that has no answer by now never will have: what it was sent to is gone, and TCP would go on trying for a quarter of an hour. */
const UNANSWERED_MS = STATEMENT_MS + 10_000;

/** TypeORM's data source with the schema of Skein: it owns the pool and the migrations. Not connected yet. Connections that leave a statement without an answer for `unansweredMs` are given up. */
export function createDataSource(url: string, onIdleError: (error: Error) => void, unansweredMs = UNANSWERED_MS): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName: 'skein',
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'schema_migrations',
    synchronize: false,
    installExtensions: false,
    logging: false,
    poolSize: 20,
    connectTimeoutMS: 5_000,
    // Without a handler, a connection that breaks while nobody uses it would end the process.
    poolErrorHandler: onIdleError,
    extra: {
      // What has vanished without a word, with its machine or its network, is noticed 20 s later instead of never.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      statement_timeout: STATEMENT_MS,
      query_timeout: unansweredMs,
      idle_in_transaction_session_timeout: 60_000,
    },
  });
}
