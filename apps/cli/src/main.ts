#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { listSimulations, type ListOptions, showRequest, showSystem } from './ask/ask-server.js';
import { demo } from './demo/demo.js';
import { runEngine } from './engine/run-engine.js';
import { BrokenPipe } from './exit/endings.js';
import { EXIT, exitCodeOf } from './exit/exit-code.js';
import { watchOutput } from './exit/interruption.js';
import { runOnServer, type RunOptions } from './run/run-on-server.js';
import { stopOnServer } from './run/stop-on-server.js';
import { serverUrl } from './server/server-url.js';
import { complain } from './show/say.js';

const SERVER = 'http://127.0.0.1:8000';
const TOKEN_HELP = '\nA server that asks for a token finds it in SKEIN_API_TOKEN.';
const EXIT_HELP = `
Exit codes: ${EXIT.done} done, ${EXIT.failed} the simulation failed, ${EXIT.usage} wrong usage or a refused input, ${EXIT.unreachable} server out of reach, ${EXIT.unauthorized} no valid token,
${EXIT.not_found} not found, ${EXIT.conflict} conflict, ${EXIT.busy} server too busy, ${EXIT.interrupted} interrupted.`;

// Before any subcommand, which takes it over.
const program = new Command('skein').description('Packet-level network simulation').exitOverride().addHelpText('after', EXIT_HELP);

const server = () => new Option('--server <url>', 'where the server is').env('SKEIN_SERVER').argParser(serverUrl).default(SERVER);
const token = process.env['SKEIN_API_TOKEN'];

program
  .command('engine')
  .description('run one request file through the engine alone, as fast as it can, and print the results document')
  .argument('<file>', 'a request, as POST /simulate takes it; - reads standard input')
  .action((file: string) => runEngine(file));

program
  .command('run')
  .description('run one request file on a server, show how it goes, and its results as tables; after Ctrl-C the simulation goes on')
  .argument('<file>', 'a request, as POST /simulate takes it')
  .addOption(server())
  .option('--speed <speed>', 'simulated seconds per second, or max; default: what the request says', readSpeed)
  .option('--stop-on-interrupt', 'Ctrl-C stops the simulation as well')
  .addHelpText('after', TOKEN_HELP)
  .action((file: string, options: RunOptions) => runOnServer(file, { ...options, token }));

program
  .command('stop')
  .description('stop a simulation on a server')
  .argument('<sim_id>', 'the simulation, as `run` has told')
  .addOption(server())
  .addHelpText('after', TOKEN_HELP)
  .action((simId: string, options: RunOptions) => stopOnServer(simId, { ...options, token }));

program
  .command('list')
  .description('list simulations of a server, the newest first: id, status, percent, name')
  .option('--status <status>', 'only those in this status')
  .option('--label <key:value...>', 'only those with this label; several must all be there')
  .option('--name <name>', 'only those of this name; abc* is every name that begins with abc')
  .option('--limit <n>', 'at most so many', readCount, 50)
  .addOption(server())
  .addHelpText('after', TOKEN_HELP)
  .action((options: ListOptions) => listSimulations({ ...options, token }));

program
  .command('request')
  .description('print the request that made a simulation on a server')
  .argument('<sim_id>', 'the simulation, as `run` has told')
  .addOption(server())
  .addHelpText('after', TOKEN_HELP)
  .action((simId: string, options: RunOptions) => showRequest(simId, { ...options, token }));

program
  .command('system')
  .description('print the capacity, the backlog, the speed, the database and the versions of a server')
  .addOption(server())
  .addHelpText('after', TOKEN_HELP)
  .action((options: RunOptions) => showSystem({ ...options, token }));

program
  .command('demo')
  .description('start a server, simulate three routers at ten times real time, show the results, and leave nothing behind')
  .action(() => demo());

function readSpeed(text: string): number | 'max' {
  const speed = text === 'max' ? text : Number(text);
  if (text !== '' && (speed === 'max' || Number.isFinite(speed))) return speed;
  throw new InvalidArgumentError('Give a number, or max.');
}

function readCount(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

watchOutput();
try {
  await program.parseAsync();
} catch (error) {
  // Commander has said what is wrong; behind a broken pipe nobody listens.
  if (!(error instanceof CommanderError) && !(error instanceof BrokenPipe))
    complain(error instanceof Error ? error.message : String(error));
  process.exitCode = exitCodeOf(error);
}
