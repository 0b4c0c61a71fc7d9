import { createSkein, type Skein } from '@skein/client';
import { interruptible } from '../exit/interruption.js';
import type { RunOptions } from '../run/run-on-server.js';
import { reach } from '../server/reach.js';
import { complain, say } from '../show/say.js';

/** Asks a server something, and prints the lines of the answer. */
function ask({ server, token }: RunOptions, question: (skein: Skein, signal: AbortSignal) => Promise<string>): Promise<void> {
  return interruptible(async (signal) => {
    await reach(server, signal, complain);
    const answer = await question(createSkein({ baseUrl: server, token }), signal);
    if (answer !== '') say(answer);
  });
}

/** Prints what a server can run and what it runs, its database and its versions. */
export function showSystem(options: RunOptions): Promise<void> {
  return ask(options, async (skein, signal) => inFull(await skein.system({ signal })));
}

/** Prints the request that made a simulation, ready to be run again. */
export function showRequest(simId: string, options: RunOptions): Promise<void> {
  return ask(options, async (skein, signal) => inFull(await skein.request(simId, { signal })));
}

export interface ListOptions extends RunOptions {
  status?: Parameters<Skein['list']>[0] extends { status?: infer S } | undefined ? S : never;
  label?: string[];
  name?: string;
  limit: number;
}

/** Prints simulations, the newest first, one a line: id, status, percent and name, with tabs between them. */
export function listSimulations({ status, label, name, limit, ...options }: ListOptions): Promise<void> {
  return ask(options, async (skein, signal) => {
    const { items } = await skein.list({ status, label, name, limit }, { signal });
    return items.map(({ sim_id, status, progress, name }) => [sim_id, status, `${progress.percent} %`, name ?? ''].join('\t')).join('\n');
  });
}

function inFull(document: object): string {
  return JSON.stringify(document, null, 2);
}
