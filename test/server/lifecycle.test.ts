import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Skein, StatusDocument } from '@skein/client';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { brief, endless } from './requests.js';

const server = useServer({ SKEIN_SLOTS: '1' });
let skein: Skein;

beforeAll(() => {
  skein = server.skein();
});

/** One that runs and has got somewhere; the server's only slot is then taken. */
async function running(): Promise<string> {
  const { sim_id } = await skein.simulate(endless);
  await until(
    () => skein.status(sim_id),
    ({ status, progress }) => status === 'running' && progress.simulated_sec > 0,
  );
  return sim_id;
}

async function done(): Promise<string> {
  const { sim_id } = await skein.simulate(brief);
  await skein.waitFor(sim_id, { intervalMs: 20 });
  return sim_id;
}

/** One that runs, and one that has to wait for it. */
async function busy(): Promise<{ runs: string; waits: string }> {
  const runs = await running();
  const { sim_id: waits } = await skein.simulate(endless);
  return { runs, waits };
}

const stopAll = (...ids: string[]) => Promise.all(ids.map((id) => skein.stop(id)));
const steps = ({ transitions }: StatusDocument) => transitions.map(({ run, from, to }) => [run, from, to]);

const refused = (status: number, code: string) => expect.objectContaining({ name: 'SkeinProblem', status, code });

describe('stopping', () => {
  it('makes the results so far final', async () => {
    const simId = await running();
    const stopped = await skein.stop(simId);
    expect(stopped).toMatchObject({ status: 'stopped', runner: null });
    expect(stopped.progress.simulated_sec).toBeGreaterThan(0);
    const results = await skein.results(simId);
    expect(results.simulated_sec).toBe(stopped.progress.simulated_sec);
    expect(results.result_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await skein.results(simId)).toEqual(results);
    expect(await skein.stop(simId)).toEqual(stopped);
  });

  it('ends one that has never run, with results of nothing', async () => {
    const { runs, waits } = await busy();
    const stopped = await skein.stop(waits);
    expect(steps(stopped)).toEqual([
      [1, null, 'pending'],
      [1, 'pending', 'stopped'],
    ]);
    expect(stopped).toMatchObject({ started_at: null, progress: { simulated_sec: 0, percent: 0 } });
    expect(await skein.results(waits)).toMatchObject({ simulated_sec: 0, packets: { sent: 0, delivered: 0, in_flight: 0 } });
    await stopAll(runs);
  });

  it('is refused to one that is done', async () => {
    await expect(skein.stop(await done())).rejects.toEqual(refused(409, 'illegal_transition'));
  });
});

describe('restarting', () => {
  it('begins a second run of one that is done, and comes to the same', async () => {
    const simId = await done();
    const first = await skein.results(simId);
    const runs = await running();
    const restarted = await skein.restart(simId);
    expect(restarted).toMatchObject({ status: 'pending', run: 2, started_at: null, finished_at: null });
    expect(restarted.progress).toMatchObject({ simulated_sec: 0, percent: 0 });
    await expect(skein.results(simId)).rejects.toEqual(refused(409, 'results_pending'));
    await expect(skein.restart(simId)).rejects.toEqual(refused(409, 'illegal_transition'));
    await stopAll(runs);
    const ended = await skein.waitFor(simId, { intervalMs: 20 });
    expect(steps(ended)).toEqual([
      ...[1, 2].flatMap((run) => [
        [run, run === 1 ? null : 'done', 'pending'],
        [run, 'pending', 'running'],
        [run, 'running', 'done'],
      ]),
    ]);
    expect(await skein.results(simId)).toEqual({ ...first, run: 2 });
  });

  it('stops first what is running', async () => {
    const simId = await running();
    const restarted = await skein.restart(simId);
    expect(restarted).toMatchObject({ status: 'pending', run: 2, progress: { simulated_sec: 0 } });
    const moves = steps(restarted).map(([, from, to]) => [from, to]);
    expect(moves.slice(-2)).toEqual([
      ['running', 'stopped'],
      ['stopped', 'pending'],
    ]);
    const again = await until(
      () => skein.status(simId),
      ({ status }) => status === 'running',
    );
    expect(again.run).toBe(2);
    expect(await skein.restart((await skein.stop(simId)).sim_id)).toMatchObject({ run: 3, status: 'pending' });
    await stopAll(simId);
  });
});

describe('deleting', () => {
  it('forgets what is over', async () => {
    const simId = await done();
    await skein.delete(simId);
    await expect(skein.status(simId)).rejects.toEqual(refused(404, 'unknown_simulation'));
    await expect(skein.results(simId)).rejects.toEqual(refused(404, 'unknown_simulation'));
    await expect(skein.delete(simId)).rejects.toEqual(refused(404, 'unknown_simulation'));
  });

  it('is refused while it runs, and takes one that waits', async () => {
    const { runs, waits } = await busy();
    await expect(skein.delete(runs)).rejects.toEqual(refused(409, 'illegal_transition'));
    await skein.delete(waits);
    await expect(skein.status(waits)).rejects.toEqual(refused(404, 'unknown_simulation'));
    await stopAll(runs);
  });
});

describe('an id that nothing has', () => {
  it.each(['019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f', 'no-id', "'; drop table", '..', 'ä', '0'.repeat(2000)])('%s is unknown', async (id) => {
    for (const call of [skein.status, skein.results, skein.stop, skein.restart, skein.delete]) {
      await expect(call(id)).rejects.toMatchObject({ status: 404 });
    }
  });
});
