import { createSkein } from '@skein/client';
import { interruptible } from '../exit/interruption.js';
import { reach } from '../server/reach.js';
import { complain, say } from '../show/say.js';
import type { RunOptions } from './run-on-server.js';

/** Stops a simulation on a server; one that has ended stays as it is. */
export function stopOnServer(simId: string, { server, token }: RunOptions): Promise<void> {
  return interruptible(async (signal) => {
    await reach(server, signal, complain);
    const { status } = await createSkein({ baseUrl: server, token }).stop(simId, { signal });
    say(`Simulation ${simId} is ${status}.`);
  });
}
