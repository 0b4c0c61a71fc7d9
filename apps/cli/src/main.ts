#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from 'commander';
import { demo } from './demo/demo.js';
import { runEngine } from './engine/run-engine.js';
import { runOnServer, type RunOptions } from './run/run-on-server.js';

const program = new Command('skein').description('Packet-level network simulation');

program
  .command('engine')
  .description('run one request file through the engine alone, as fast as it can, and print the results document')
  .argument('<file>', 'a request, as POST /simulate takes it; - reads standard input')
  .action((file: string) => runEngine(file));

program
  .command('run')
  .description('run one request file on a server, show how it goes, and its results as tables')
  .argument('<file>', 'a request, as POST /simulate takes it')
  .addOption(new Option('--server <url>', 'where the server is').env('SKEIN_SERVER').default('http://127.0.0.1:8000'))
  .option('--speed <speed>', 'simulated seconds per second, or max; default: what the request says', readSpeed)
  .addHelpText('after', '\nA server that asks for a token finds it in SKEIN_API_TOKEN.')
  .action((file: string, { server, speed }: RunOptions) => runOnServer(file, { server, speed, token: process.env['SKEIN_API_TOKEN'] }));

program
  .command('demo')
  .description('start a server, simulate three routers at ten times real time, show the results, and leave nothing behind')
  .action(() => demo());

function readSpeed(text: string): number | 'max' {
  const speed = text === 'max' ? text : Number(text);
  if (text !== '' && (speed === 'max' || Number.isFinite(speed))) return speed;
  throw new InvalidArgumentError('Give a number, or max.');
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
