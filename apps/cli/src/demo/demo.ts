import { readFileSync } from 'node:fs';
import { createSkein, type SimulationRequestInput } from '@skein/client';
import { LocalServer } from './local-server.js';
import { progressBar } from './progress-bar.js';
import { resultTables } from './result-tables.js';

const EXAMPLE = new URL('../../../../examples/three-routers.json', import.meta.url);
const SPEED = 10;

/** The whole job in one go: a server, a simulation, its results; nothing of it stays. */
export async function demo(): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort(new Error('Interrupted.'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  say('Starting a server …');
  const server = await LocalServer.start();
  try {
    const { signal } = interrupted;
    const skein = createSkein({ baseUrl: server.url });
    const example = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as SimulationRequestInput;
    const { sim_id } = await skein.simulate({ ...example, config: { ...example.config, speed: SPEED } }, { signal });
    say(`${server.url} simulates examples/three-routers.json at ${SPEED} times real time as ${sim_id}`);
    const bar = progressBar();
    const status = await skein.waitFor(sim_id, { signal, onProgress: (now) => bar.show(now) }).finally(() => bar.stop());
    say(`Status: ${status.status}\n`);
    say(resultTables(await skein.results(sim_id, { signal })));
  } finally {
    await server.stop();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
