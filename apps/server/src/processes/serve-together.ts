import { openDatabase } from '@skein/persistence';
import type { Environment } from '../config/environment.js';
import { PinoLogger } from '../logging/pino-logger.js';
import { WorkerMetrics } from './worker-metrics.js';
import { Workers } from './workers.js';

const CONTEXT = 'Processes';

/**
 * Serves from several processes that share one port; returns the port once all of them listen. This process, the first, serves nothing itself:
 * it starts what there can be only one of, the embedded database, and leaves to the others a database like any that servers share. So
 * none of them takes it for its own; what was claimed before they started is brought back because this process has ended the leases of threads.
 */
export async function serveTogether(environment: Environment): Promise<number> {
  const logger = new PinoLogger(environment.logLevel, process.stdout.isTTY);
  for (const warning of environment.warnings) logger.warn(warning, 'Environment');
  const about = {
    log: (message: string) => logger.log(message, CONTEXT),
    warn: (message: string) => logger.warn(message, CONTEXT),
    error: (message: string) => logger.error(message, CONTEXT),
  };
  const database = environment.databaseUrl === undefined ? await openDatabase({ dataDir: environment.dataDir }, about) : null;
  new WorkerMetrics();
  const workers = new Workers({ DATABASE_URL: database?.embedded?.url ?? environment.databaseUrl }, about);
  let ending: Promise<void> | undefined;
  const end = (): Promise<void> => (ending ??= workers.stop().then(() => database?.close()));
  const exit = (): void => {
    void end()
      .catch((error: unknown) => about.error(String(error)))
      .then(() => process.exit());
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, exit);
  try {
    return await workers.start(environment.processes);
  } catch (error) {
    const told = ending !== undefined;
    await end();
    // A start that was told to end has not failed.
    if (told) process.exit();
    throw error;
  }
}
