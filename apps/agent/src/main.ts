import { pino, type Logger } from 'pino';
import { Agent } from './agent.js';
import { DataDirectory } from './identity/data-directory.js';
import { readOptions, type AgentOptions } from './options.js';

/** JSON lines for machines, readable lines on a terminal. */
async function logger(level: string): Promise<Logger> {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (!process.stdout.isTTY) return pino(options);
  // In this thread: a worker would have to find its file, which a packed agent does not have.
  const { default: pretty } = await import('pino-pretty');
  return pino(options, pretty({ translateTime: 'SYS:HH:MM:ss', sync: true }));
}

/** One life after another, until the agent is stopped. */
async function live(options: AgentOptions): Promise<void> {
  const log = await logger(options.logLevel);
  const directory = await DataDirectory.open(options.dataDir);
  let agent: Agent | null = null;
  let told = false;
  const stop = (signal: NodeJS.Signals): void => {
    // Whoever asks twice does not want to wait; the journal is what it is after a kill.
    if (told) process.exit(1);
    told = true;
    log.info(`${signal}: draining; once more ends at once`);
    agent?.stop();
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  do {
    log.info({ id: options.id, slots: options.slots, directory: directory.path }, `Agent ${options.id} starts`);
    agent = await Agent.open(options, directory, log);
    if (told) agent.stop();
  } while ((await agent.run()) === 'restart');
  directory.close();
  log.info('Stopped');
}

async function main(): Promise<void> {
  try {
    await live(readOptions(process.argv.slice(2)));
    // A line of the log, or a socket that lingers, must not keep what is done.
    process.exitCode = 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

// Not awaited: what awaits at its top cannot be loaded with require.
void main();
