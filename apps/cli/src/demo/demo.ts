import { readFileSync } from 'node:fs';
import { createSkein, type SimulationRequestInput } from '@skein/client';
import { interruptible } from '../exit/interruption.js';
import { say } from '../show/say.js';
import { showSimulation } from '../show/show-simulation.js';
import { LocalServer } from './local-server.js';

const EXAMPLE = new URL('../../../../examples/three-routers.json', import.meta.url);
const SPEED = 10;

/** The whole job in one go: a server, a simulation, its results; nothing of it stays. */
export function demo(): Promise<void> {
  return interruptible(async (signal) => {
    say('Starting a server …');
    const server = await LocalServer.start();
    try {
      const skein = createSkein({ baseUrl: server.url });
      const example = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as SimulationRequestInput;
      const { sim_id } = await skein.simulate({ ...example, config: { ...example.config, speed: SPEED } }, { signal });
      say(`${server.url} simulates examples/three-routers.json at ${SPEED} times real time as ${sim_id}`);
      await showSimulation(skein, sim_id, signal);
    } finally {
      await server.stop();
    }
  });
}
