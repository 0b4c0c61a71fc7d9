import { describe, expect, it } from '@jest/globals';
import type { StatusDocument } from '@skein/client';
import { postmaster } from '../support/postmaster.js';
import { until } from '../support/until.js';
import { useEmbeddedServer } from '../support/use-server.js';
import { endless, paced } from './requests.js';

const RUNNING = 2;
/** One simulation each; the last has to wait for a slot. */
const SEEDS = [1, 2, 3];
/** It takes longer than anything here, until it is hurried. */
const DURATION_SEC = 10_000;

const server = useEmbeddedServer('crash', { SKEIN_SLOTS: String(RUNNING) });
const databaseIsGone = () =>
  until(
    () => postmaster(server.dataDir),
    (pid) => pid === null,
  );
const moves = ({ transitions }: StatusDocument) => transitions.map(({ from, to }) => `${from} > ${to}`);
const recovered = ['null > pending', 'pending > running', 'running > running'];

describe('a server that is killed', () => {
  it('leaves no database behind, and the next one brings what it ran back to where it was, and to the same end', async () => {
    const skein = server.skein();
    const ids: string[] = [];
    for (const seed of SEEDS) ids.push((await skein.simulate(paced(DURATION_SEC, 20, seed))).sim_id);
    const running = ids.slice(0, RUNNING);
    const reached = new Map<string, number>();
    const [waiting] = ids.slice(RUNNING) as [string];
    for (const id of running) {
      const { progress } = await until(
        () => skein.status(id),
        ({ status, progress: { simulated_sec } }) => status === 'running' && simulated_sec > 10,
      );
      reached.set(id, progress.simulated_sec);
    }
    expect(await skein.status(waiting)).toMatchObject({ status: 'pending' });
    expect(await postmaster(server.dataDir)).not.toBeNull();

    await server.kill();
    expect(await databaseIsGone()).toBeNull();

    await server.start();
    const next = server.skein();
    for (const id of running) {
      const found = await until(
        () => next.status(id),
        ({ status, transitions }) => {
          expect(status).toBe('running');
          return transitions.length > 2;
        },
      );
      expect(moves(found)).toEqual(recovered);
      expect(found.transitions[2]?.reason).toMatch(/^recovered/);
      expect(found).toMatchObject({ run: 1, retry_count: 0 });
      expect(found.progress.simulated_sec).toBeGreaterThanOrEqual(reached.get(id)!);
    }
    for (const id of ids) await next.setSpeed(id, 'max');
    for (const [i, id] of ids.entries()) {
      const ended = await next.waitFor(id, { intervalMs: 20 });
      expect(ended).toMatchObject({ status: 'done', progress: { simulated_sec: DURATION_SEC, percent: 100 } });
      const undisturbed = await next.simulate(paced(DURATION_SEC, 'max', SEEDS[i]));
      await next.waitFor(undisturbed.sim_id, { intervalMs: 20 });
      const [hash, expected] = await Promise.all([id, undisturbed.sim_id].map(async (simId) => (await next.results(simId)).result_hash));
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(hash).toBe(expected);
    }
    expect(moves(await next.status(waiting))).toEqual(['null > pending', 'pending > running', 'running > done']);
  });
});

describe('a server that is asked to stop', () => {
  it('exits in order, takes its database along, and gives back what it ran', async () => {
    const skein = server.skein();
    const { sim_id } = await skein.simulate(endless);
    await until(
      () => skein.status(sim_id),
      ({ status }) => status === 'running',
    );
    expect(await server.stop()).toBe(0);
    expect(await postmaster(server.dataDir)).toBeNull();

    await server.start();
    const found = await until(
      () => server.skein().status(sim_id),
      ({ transitions }) => transitions.length > 2,
    );
    expect(moves(found)).toEqual(recovered);
    await server.skein().stop(sim_id);
  });
});
