import { DataSource } from 'typeorm';
import { ENTITIES } from '../entities/index.js';
import { MIGRATIONS } from '../migrations/index.js';

/** TypeORM's data source with the schema of Skein: it owns the pool and the migrations. Not connected yet. */
export function createDataSource(url: string, onIdleError: (error: Error) => void): DataSource {
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
    // What has vanished without a word, with its machine or its network, is noticed 20 s later instead of never.
    extra: { keepAlive: true, keepAliveInitialDelayMillis: 10_000, statement_timeout: 30_000, idle_in_transaction_session_timeout: 60_000 },
  });
}
