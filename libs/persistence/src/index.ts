export { DatabaseHealth } from './database/database-health.js';
export { DatabaseStatistics } from './database/database-statistics.js';
export { isTransient } from './database/is-transient.js';
export { openDatabase, type DatabaseLogger, type DatabaseOptions, type OpenDatabase } from './database/open-database.js';
export { EmbeddedServer, startEmbedded, type EmbeddedLogger, type EmbeddedOptions } from './embedded/embedded-server.js';
export { PersistenceModule } from './persistence.module.js';
