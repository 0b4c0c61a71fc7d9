import { readFile } from 'node:fs/promises';
import { createSkein, type SimulationRequestInput } from '@skein/client';
import { interruptible } from '../show/interruption.js';
import { say } from '../show/say.js';
import { showSimulation } from '../show/show-simulation.js';

export interface RunOptions {
  /** Where the server is. */
  server: string;
  /** Bearer token, where the server asks for one. */
  token?: string;
  /** Overrides the request's own: simulated seconds per second. */
  speed?: number | 'max';
}

/**
 * Posts a request file to a server, follows it and shows its results.
 * @throws Error when the simulation failed; `SkeinProblem` when the server refused it
 */
export function runOnServer(file: string, { server, token, speed }: RunOptions): Promise<void> {
  return interruptible(async (signal) => {
    const request = JSON.parse(await readFile(file, 'utf8')) as SimulationRequestInput;
    const skein = createSkein({ baseUrl: server, token });
    const { sim_id } = await skein.simulate(speed === undefined ? request : { ...request, config: { ...request.config, speed } }, {
      signal,
    });
    say(`${server} simulates ${file} as ${sim_id}`);
    const { status, error } = await showSimulation(skein, sim_id, signal);
    if (status === 'failed') throw new Error(`The simulation failed: ${error?.message}`);
  });
}
