import { availableParallelism, hostname } from 'node:os';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { AGENT_LOG_LEVELS, type AgentLogLevel } from './agent-control.js';
import { AGENT_VERSION } from './version.js';

/** What whoever starts an agent can set. */
export interface AgentOptions {
  /** `http:` or `https:` URLs of one installation; the agent is connected to one of them. */
  servers: string[];
  id: string;
  name: string;
  labels: Record<string, string>;
  /** Commands that run at once, and simulations that it holds at once. */
  slots: number;
  threads: number;
  token: string | null;
  dataDir: string;
  /** For what runs when the agent is told to end, in seconds. */
  drainSec: number;
  logLevel: AgentLogLevel;
}

/**
 * Reads the command line.
 * @param args what follows the name of the program
 * Ends the process with a message where it is not usable.
 */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): AgentOptions {
  const given = program().parse(args, { from: 'user' }).opts<Partial<Omit<AgentOptions, 'servers'>> & { server?: string[] }>();
  const { server: _, ...options } = given;
  const name = given.name ?? hostname();
  const id = given.id ?? name;
  return {
    servers: given.server ?? serversOf(environment) ?? ['http://127.0.0.1:8000'],
    labels: {},
    slots: availableParallelism(),
    threads: Math.max(1, availableParallelism() - 1),
    // On a command line everybody on the machine can read it.
    token: environment.SKEIN_ENROLMENT_TOKEN || null,
    drainSec: 30,
    logLevel: 'info',
    dataDir: path.join('.skein-agent', encodeURIComponent(id)),
    ...options,
    id,
    name,
  };
}

function program(): Command {
  return new Command('skein-agent')
    .description('Dials a Skein server, carries out its commands and runs its simulations.')
    .version(AGENT_VERSION)
    .addOption(
      new Option(
        '--server <url,...>',
        'the server, or several of one installation, tried in turn; http://127.0.0.1:8000 unless given',
      ).argParser(serverUrls),
    )
    .addOption(new Option('--name <name>', 'for people; the name of the machine unless given').argParser(words))
    .addOption(new Option('--id <id>', 'by which the server knows it, of its own for each agent; the name unless given').argParser(words))
    .addOption(new Option('--labels <k=v,...>', 'what it can be selected by; may be given several times').argParser(labels))
    .addOption(new Option('--slots <number>', 'commands, and simulations, that run at once').argParser(whole(1, 1_000_000)))
    .addOption(new Option('--threads <number>', 'worker threads that simulate').argParser(whole(1, 256)))
    .addOption(new Option('--token <token>', 'enrolment token; better in SKEIN_ENROLMENT_TOKEN').argParser(words))
    .addOption(new Option('--data-dir <path>', 'journal and credential; .skein-agent/<id> unless given').argParser(words))
    .addOption(
      new Option('--drain-sec <seconds>', 'how long what runs may go on after SIGTERM; 30 unless given').argParser(whole(0, 86_400)),
    )
    .addOption(new Option('--log-level <level>', 'the least that is logged').choices(AGENT_LOG_LEVELS));
}

/** @throws Error that names the variable where it is not usable */
function serversOf({ SKEIN_SERVER: text }: NodeJS.ProcessEnv): string[] | null {
  if (!text) return null;
  try {
    return serverUrls(text);
  } catch (error) {
    throw new Error(`SKEIN_SERVER is not usable: ${(error as Error).message}`, { cause: error });
  }
}

function serverUrls(text: string, before: string[] = []): string[] {
  return [...new Set([...before, ...text.split(',').map((url) => serverUrl(url.trim()))])];
}

function serverUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError(
      'It must be a URL that starts with http:// or https://, such as http://10.0.0.5:8000, or several apart by commas.',
    );
  if (url.username || url.password || url.search || url.hash) throw new InvalidArgumentError('It must end with the host, or a path.');
  return url.href;
}

function words(text: string): string {
  // Names of directories, too.
  if (text === '.' || text === '..') throw new InvalidArgumentError('It must be a name.');

  if (text.trim() === '' || text.length > 200 || /[\u0000-\u001f]/.test(text))
    throw new InvalidArgumentError('It must have 1 to 200 characters.');
  return text;
}

function labels(text: string, before: Record<string, string> = {}): Record<string, string> {
  const pairs = text.split(',').map((pair): [string, string] => {
    const [, key, value] = /^([^=]{1,200})=(.{0,1000})$/.exec(pair.trim()) ?? [];
    if (key === undefined || value === undefined) throw new InvalidArgumentError('It must be key=value, several apart by commas.');
    return [key, value];
  });
  return { ...before, ...Object.fromEntries(pairs) };
}

const whole = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
};
