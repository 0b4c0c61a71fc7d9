import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createSkein, type SimulationRequestInput, type Skein } from '@skein/client';
import { Interrupted, UnusableInput } from '../exit/endings.js';
import { interruptible } from '../exit/interruption.js';
import { reach } from '../server/reach.js';
import { complain, say } from '../show/say.js';
import { showSimulation } from '../show/show-simulation.js';

export interface RunOptions {
  /** Where the server is. */
  server: string;
  /** Bearer token, where the server asks for one. */
  token?: string;
  /** Overrides the request's own: simulated seconds per second. */
  speed?: number | 'max';
  /** Ctrl-C stops the simulation; else it goes on. */
  stopOnInterrupt?: boolean;
}

/**
 * Posts a request file to a server, follows it and shows its results.
 * @throws Error when the simulation failed; `SkeinProblem` when the server refused it; `SkeinUnreachable`, `Interrupted`, `UnusableInput`
 */
export function runOnServer(file: string, { server, token, speed, stopOnInterrupt = false }: RunOptions): Promise<void> {
  return interruptible(async (signal) => {
    const request = await readRequest(file);
    await reach(server, signal, complain);
    const skein = createSkein({ baseUrl: server, token });
    // Not ended by the signal: what was submitted has an id, and whoever interrupts is told it.
    const { sim_id } = await skein.simulate(speed === undefined ? request : { ...request, config: { ...request.config, speed } });
    say(`${server} simulates ${file} as ${sim_id}`);
    try {
      signal.throwIfAborted();
      const { status, error } = await showSimulation(skein, sim_id, signal);
      if (status === 'failed') throw new Error(`The simulation failed: ${error?.message}`);
    } catch (error) {
      if (signal.reason instanceof Interrupted) throw new Interrupted(await leave(skein, server, sim_id, stopOnInterrupt));
      throw error;
    }
  });
}

async function readRequest(file: string): Promise<SimulationRequestInput> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UnusableInput(`Cannot read ${file}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`);
  });
  try {
    return JSON.parse(text) as SimulationRequestInput;
  } catch (error) {
    throw new UnusableInput(`${file} is not JSON: ${(error as Error).message}`);
  }
}

/** How this program was called. */
function self(): string {
  const script = process.argv[1];
  return path.basename(script) === 'skein' ? 'skein' : `node ${path.relative('.', script)}`;
}

/** The message after Ctrl-C: whether the simulation goes on, and how to stop it. */
async function leave(skein: Skein, server: string, simId: string, stop: boolean): Promise<string> {
  if (stop) {
    const { status } = await skein.stop(simId);
    return `Interrupted. Simulation ${simId} is ${status}.`;
  }
  return `Interrupted. Simulation ${simId} goes on at ${server}. Stop it with: ${self()} stop ${simId} --server ${server}`;
}
