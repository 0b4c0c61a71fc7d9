#!/usr/bin/env node
import { Command } from 'commander';
import { demo } from './demo/demo.js';
import { runEngine } from './engine/run-engine.js';

const program = new Command('skein').description('Packet-level network simulation');

program
  .command('engine')
  .description('run one request file through the engine alone, as fast as it can, and print the results document')
  .argument('<file>', 'a request, as POST /simulate takes it; - reads standard input')
  .action((file: string) => runEngine(file));

program
  .command('demo')
  .description('start a server, simulate three routers at ten times real time, show the results, and leave nothing behind')
  .action(() => demo());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
