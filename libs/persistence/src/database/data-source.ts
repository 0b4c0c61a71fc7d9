import { DataSource } from 'typeorm';
import { ENTITIES } from '../entities/index.js';
import { MIGRATIONS } from '../migrations/index.js';
import { limitStatements, STATEMENT_MS } from './limits.js';

/** So that a statement that has no answer by now never will have: what it was sent to is gone, and TCP would go on trying for a quarter of an hour. */
const UNANSWERED_MS = STATEMENT_MS + 10_000;
/** With the connection that listens for notices, a server needs 20: the number that PgBouncer gives one user of a database by default. */
const POOL_SIZE = 19;

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
    poolSize: POOL_SIZE,
    connectTimeoutMS: 5_000,
    // Without a handler, a connection that breaks while nobody uses it would end the process.
    poolErrorHandler: onIdleError,
    extra: {
      // What has vanished without a word, with its machine or its network, is noticed 20 s later instead of never.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      query_timeout: unansweredMs,
      onConnect: limitStatements,
    },
  });
}
