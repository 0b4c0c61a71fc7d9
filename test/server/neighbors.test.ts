import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { SimulationRequestInput } from '@skein/client';
import { TestAgent } from '../support/agent.js';
import { replayedHash } from '../support/replay.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { paced } from './requests.js';

type Placement = NonNullable<SimulationRequestInput['config']>['placement'];

/** Of each wait, and of a test: what is innocent runs for longer at its pace. */
const LIMIT_MS = 180_000;
const POISON = { NODE_OPTIONS: `--import=${path.join(path.dirname(fileURLToPath(import.meta.url)), 'poison.js')}` };
const poison: SimulationRequestInput = {
  topology: { nodes: ['poison', 'B'], links: [{ from: 'poison', to: 'B', latency: 1 }] },
  config: { duration_sec: 10, speed: 1 },
};
const innocent = (seed: number) => paced(4000, 20, seed);
const at = (placement: Placement, request: SimulationRequestInput) => ({ ...request, config: { ...request.config, placement } });

let directory: string;
let agent: TestAgent | undefined;

afterAll(async () => {
  await agent?.kill();
  await rm(directory, { recursive: true, force: true });
});

const server = useServer(POISON);

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'skein-neighbors-'));
  agent = TestAgent.startWith(POISON, server.url, path.join(directory, 'lab'), 'lab', '--slots', '10');
});

// Both at once: most of it is waiting for the guilty one to be tried again.
it.concurrent.each<[string, Placement, RegExp]>([
  ['a thread of a server', 'local', /\/thread-1$/],
  ['an agent', { agent: 'lab' }, /^agent\/lab$/],
])(
  'simulations that share %s with one that kills it lose it again and again, and go on to their undisturbed ends; the guilty one fails',
  async (_, placement, common) => {
    const skein = server.skein();
    const seeds = [1, 2, 3];
    const ids = await Promise.all(seeds.map(async (seed) => (await skein.simulate(at(placement, innocent(seed)))).sim_id));
    for (const id of ids) {
      await until(
        () => skein.status(id),
        ({ status, progress }) => status === 'running' && progress.simulated_sec > 1,
        LIMIT_MS,
      );
    }
    await skein.pause(ids[2]);
    const { sim_id } = await skein.simulate(at(placement, poison));
    const failed = await until(
      () => skein.status(sim_id),
      ({ status }) => status === 'failed',
      LIMIT_MS,
    );
    expect(failed).toMatchObject({ error: { code: 'runner_lost' }, retry_count: 0 });

    await skein.resume(ids[2]);
    for (const [i, id] of ids.entries()) {
      const moved = (await skein.status(id)).progress.simulated_sec;
      await until(
        () => skein.status(id),
        ({ runner, progress }) => common.test(runner ?? '') && progress.simulated_sec > moved,
        LIMIT_MS,
      );
      await skein.setSpeed(id, 'max');
      expect(await skein.waitFor(id, { intervalMs: 50 })).toMatchObject({ status: 'done', retry_count: 0, error: null });
      expect((await skein.results(id)).result_hash).toBe(replayedHash(innocent(seeds[i]), []));
    }
  },
  LIMIT_MS,
);
