import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import type { SimulationRequestInput, StatusDocument } from '@skein/client';
import { replayedHash } from '../support/replay.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { paced } from './requests.js';

const STUCK = path.join(path.dirname(fileURLToPath(import.meta.url)), 'stuck.js');
let printed = '';
const server = useServer({ NODE_OPTIONS: `--import=${STUCK}`, SKEIN_THREADS: '1' }, (text) => (printed += text));

const stuck: SimulationRequestInput = {
  topology: { nodes: ['stuck', 'B'], links: [{ from: 'stuck', to: 'B', latency: 1 }] },
  config: { duration_sec: 86_400, speed: 20 },
};

const progressed = (simId: string, beyondSec: number): Promise<StatusDocument> =>
  until(
    () => server.skein().status(simId),
    ({ status, progress }) => status === 'running' && progress.simulated_sec > beyondSec,
  );

it('a simulation whose runner lives, but does not answer, is stopped where it is recorded to be, and nothing that its runner does later changes that', async () => {
  const skein = server.skein();
  const [{ sim_id }, neighbor] = await Promise.all([skein.simulate(stuck), skein.simulate(paced(86_400, 20))]);
  const [before, beside] = await Promise.all([progressed(sim_id, 1), progressed(neighbor.sim_id, 1)]);
  // Each that is on record from before the thread is stuck until it has been given up.
  const recorded = new Set<number>();
  const look = async () => {
    const { status, progress } = await skein.status(sim_id);
    if (status === 'running') recorded.add(progress.simulated_sec);
  };
  await look();
  let waiting = true;
  const stopping = skein.stop(sim_id).finally(() => (waiting = false));
  while (waiting) await look();
  const stopped = await stopping;
  expect(printed).toMatch('A thread is stuck.');
  const { simulated_sec } = stopped.progress;
  expect(stopped).toMatchObject({ status: 'stopped', runner: null });
  expect(simulated_sec).toBeGreaterThanOrEqual(before.progress.simulated_sec);
  expect([...recorded]).toContain(simulated_sec);
  // The thread has come to, and goes on with what it has.
  await progressed(neighbor.sim_id, beside.progress.simulated_sec + 200);
  expect(await skein.status(sim_id)).toEqual(stopped);
  expect(await skein.results(sim_id)).toMatchObject({ simulated_sec, result_hash: replayedHash(stuck, [], simulated_sec) });
  await skein.stop(neighbor.sim_id);
});

it('a simulation whose runner lives, but does not answer, is taken from it to be paused', async () => {
  const skein = server.skein();
  const { sim_id } = await skein.simulate(stuck);
  await progressed(sim_id, 1);
  printed = '';
  const { simulated_sec } = await skein.pause(sim_id);
  expect(printed).toMatch('A thread is stuck.');
  // It may have been brought back before it was paused, or after.
  const paused = await until(
    () => skein.status(sim_id),
    ({ transitions }) => transitions.some(({ reason }) => reason.startsWith('recovered')),
  );
  expect(paused).toMatchObject({ status: 'paused', progress: { simulated_sec } });
  expect(paused.transitions.map(({ from }) => from)).toEqual([null, ...paused.transitions.map(({ to }) => to)].slice(0, -1));
  expect((await skein.results(sim_id)).simulated_sec).toBe(simulated_sec);
  await skein.resume(sim_id);
  await progressed(sim_id, simulated_sec);
  const { progress } = await skein.stop(sim_id);
  expect((await skein.results(sim_id)).result_hash).toBe(replayedHash(stuck, [], progress.simulated_sec));
});
