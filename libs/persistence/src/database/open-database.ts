import { RecurringLog } from '@skein/problem';
import { AGENT_RUNNER, LEASE_SEC } from '@skein/simulation';
import { type DataSource, Like, Not } from 'typeorm';
import { FleetReplicaEntity } from '../entities/fleet-replica.entity.js';
import { RunnerEntity } from '../entities/runner.entity.js';
import { type EmbeddedServer, startEmbedded } from '../embedded/embedded-server.js';
import { connect } from './connect.js';
import { createDataSource } from './data-source.js';
import { Database } from './database.js';
import { migrate } from './migrate.js';

export interface DatabaseOptions {
  /** Connection string of a PostgreSQL 14 or later; without one, an embedded server is started in `dataDir`. */
  databaseUrl?: string | undefined;
  dataDir: string;
  /** Of the embedded server, for tests: see `EmbeddedOptions`. */
  durable?: boolean;
  disposable?: boolean;
  /** How long to wait at boot for a database that is still starting, in milliseconds; 30 s by default. */
  patienceMs?: number;
  /** After how long without an answer a connection counts as gone, in milliseconds; 40 s by default, 10 s more than a statement may take. */
  unansweredMs?: number;
}

export interface DatabaseLogger {
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** A database that is connected and up to date, until it is closed. */
export interface OpenDatabase {
  database: Database;
  /** The embedded server's process, where there is one. */
  embedded: EmbeddedServer | null;
  close: () => Promise<void>;
}

/** Starts or finds the database, connects and migrates; what was started is stopped again when that fails. */
export async function openDatabase(options: DatabaseOptions, logger: DatabaseLogger): Promise<OpenDatabase> {
  const embedded = options.databaseUrl === undefined ? await startEmbedded({ ...options, logger }) : null;
  const faults = new RecurringLog(logger);
  let closing = false;
  const onIdleError = (error: Error): void => {
    // The server's farewell may arrive on connections that are just being closed.
    if (!closing) faults.warn('Lost a database connection', error.message);
  };
  const dataSource = createDataSource(embedded?.url ?? options.databaseUrl!, onIdleError, options.unansweredMs);
  const close = async (): Promise<void> => {
    closing = true;
    if (dataSource.isInitialized) await dataSource.destroy();
    await embedded?.stop();
  };
  try {
    await connect(dataSource, options.patienceMs ?? 30_000, logger);
    await migrate(dataSource);
    if (embedded !== null) await endLeases(dataSource);
    return { database: new Database(dataSource), embedded, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * An embedded database begins with its server: whoever held a lease in it belongs to a server that is gone. But agents run on, and begin anew: nobody
 * could renew their leases.
 */
async function endLeases(dataSource: DataSource): Promise<void> {
  const runners = dataSource.getRepository(RunnerEntity);
  await runners.delete({ runner: Not(Like(`${AGENT_RUNNER}%`)) });
  await runners.update(
    { runner: Like(`${AGENT_RUNNER}%`) },
    { leaseUntil: () => `clock_timestamp() + make_interval(secs => ${LEASE_SEC})` },
  );
  await dataSource.getRepository(FleetReplicaEntity).clear();
}
