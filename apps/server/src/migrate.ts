import 'reflect-metadata';
import { openDatabase } from '@skein/persistence';
import { readEnvironment } from './config/environment.js';

/** Brings the database's schema up to date and ends: for deployments that do this once, before their servers start. */
const say = (message: string): void => void process.stdout.write(`${message}\n`);

try {
  // It listens nowhere: where the server would, and whether that is safe, is not its business.
  const { databaseUrl, dataDir, warnings } = readEnvironment({ ...process.env, HOST: '' });
  for (const warning of warnings) say(warning);
  const logger = { log: say, warn: say, error: say };
  const { close } = await openDatabase({ databaseUrl, dataDir }, logger);
  await close();
  say('The schema is up to date.');
} catch (error) {
  process.stderr.write(`Skein cannot migrate. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
