import { pino } from 'pino';
import { Agent } from './agent.js';
import { DataDirectory } from './identity/data-directory.js';
import { readOptions, type AgentOptions } from './options.js';

/** JSON lines for machines, readable lines on a terminal. */
function logger(level: string) {
  const transport = { target: 'pino-pretty', options: { translateTime: 'SYS:HH:MM:ss' } };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, ...(process.stdout.isTTY && { transport }) });
}

/** One life after another, until the agent is stopped. */
async function live(options: AgentOptions): Promise<void> {
  const log = logger(options.logLevel);
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
