import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Skein } from '@skein/client';
import { useServer } from '../support/use-server.js';
import { brief, endless } from './requests.js';

const STOPPED = 7;

const server = useServer();
let skein: Skein;
/** Newest first. */
const ids: string[] = [];

beforeAll(async () => {
  skein = server.skein();
  for (let i = 0; i < STOPPED; i++) {
    const { sim_id } = await skein.simulate(endless);
    await skein.stop(sim_id);
    ids.unshift(sim_id);
  }
  const { sim_id } = await skein.simulate(brief);
  await skein.waitFor(sim_id, { intervalMs: 20 });
  ids.unshift(sim_id);
});

describe('the list of simulations', () => {
  it('holds their status documents, newest first', async () => {
    const { items, next_cursor } = await skein.list();
    expect(items.map(({ sim_id }) => sim_id)).toEqual(ids);
    expect(items[0]).toEqual(await skein.status(ids[0] ?? ''));
    expect(next_cursor).toBeNull();
  });

  it('is the same in pages, whatever comes meanwhile', async () => {
    const seen: string[] = [];
    const newer: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await skein.list({ limit: 3, ...(cursor !== undefined && { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map(({ sim_id }) => sim_id));
      newer.push((await skein.simulate(endless)).sim_id);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(ids);
    for (const simId of newer) await skein.stop(simId).then(() => skein.delete(simId));
  });

  it('can be narrowed to a status', async () => {
    const stopped = await skein.list({ status: 'stopped' });
    expect(stopped.items.map(({ sim_id }) => sim_id)).toEqual(ids.slice(1));
    expect((await skein.list({ status: 'done' })).items.map(({ sim_id }) => sim_id)).toEqual(ids.slice(0, 1));
    expect((await skein.list({ status: 'failed' })).items).toEqual([]);
  });

  it('can be narrowed to labels and to names, in pages', async () => {
    const made: string[] = [];
    for (let i = 0; i < 5; i++) {
      const { sim_id } = await skein.simulate({ ...endless, name: `sweep ${i % 2}/${i}`, labels: { sweep: 'a:b', odd: String(i % 2) } });
      await skein.stop(sim_id);
      made.unshift(sim_id);
    }
    const listed = async (query: Parameters<Skein['list']>[0]) => (await skein.list(query)).items.map(({ sim_id }) => sim_id);
    expect(await listed({ label: ['sweep:a:b'] })).toEqual(made);
    expect(await listed({ label: ['sweep:a:b', 'odd:1'] })).toEqual([made[1], made[3]]);
    expect(await listed({ label: ['sweep:a'] })).toEqual([]);
    expect(await listed({ name: 'sweep 0/4' })).toEqual([made[0]]);
    expect(await listed({ name: 'sweep*' })).toEqual(made);
    expect(await listed({ name: 'sweep 0*', label: ['odd:0'], status: 'stopped' })).toEqual([made[0], made[2], made[4]]);
    const first = await skein.list({ name: 'sweep*', limit: 2 });
    const second = await skein.list({ name: 'sweep*', limit: 3, cursor: first.next_cursor ?? '' });
    expect([...first.items, ...second.items].map(({ sim_id }) => sim_id)).toEqual(made);
    expect(second.next_cursor).toBeNull();
    for (const simId of made) await skein.delete(simId);
  });

  it('tells every parameter that is wrong', async () => {
    const response = await fetch(`${server.url}/simulations?status=sleeping&limit=0&order=up`);
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(['/limit', '/order', '/status']);
  });

  it.each([
    'label=team',
    'name=',
    'name=a&name=b',
    'limit=501',
    'limit=1.5',
    'limit=',
    'cursor=x',
    'cursor=a&cursor=b',
    'status=done&status=failed',
    'cursor=',
  ])('refuses ?%s', async (query) => {
    const response = await fetch(`${server.url}/simulations?${query}`);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: 'validation_failed' });
  });
});
