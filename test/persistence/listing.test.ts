import { describe, expect, it } from '@jest/globals';
import { type ListCursor, type ListQuery, type SimulationRecord, type Status, step } from '@skein/simulation';
import { request, submit, useStores } from './stores.js';

const [stores] = useStores();

async function pages(status: Status | null, limit: number, filter: Pick<ListQuery, 'labels' | 'name'> = {}): Promise<SimulationRecord[][]> {
  const read: SimulationRecord[][] = [];
  for (let after: ListCursor | null = null; ;) {
    const page = await stores.simulations.list({ status, limit, after, ...filter });
    if (page.length === 0) return read;
    read.push(page);
    const { createdAt, simId } = page.at(-1)!;
    // What a client hands back has been through text.
    after = { createdAt: new Date(createdAt.toISOString()), simId };
  }
}

describe('the list of simulations', () => {
  it('pages through all of them newest first, each once, also those of one instant', async () => {
    const created = [];
    for (let i = 0; i < 25; i++) created.push(await submit(stores, { name: `n${i}` }));
    await stores.dataSource.query(
      `UPDATE simulations SET created_at = '2026-01-01T00:00:00.123Z' WHERE name IN ('n3','n4','n5','n6','n7','n8')`,
    );
    const read = await pages(null, 4);
    expect(read.map((page) => page.length)).toEqual([4, 4, 4, 4, 4, 4, 1]);
    const listed = read.flat();
    expect(new Set(listed.map(({ simId }) => simId)).size).toBe(25);
    const keys = listed.map(({ createdAt, simId }) => `${createdAt.toISOString()} ${simId}`);
    expect(keys).toEqual([...keys].sort().reverse());
    expect(listed[0]).toEqual(await stores.simulations.find(listed[0].simId));
  });

  it('gives those of one status, and does not repeat a row when a new one comes between the pages', async () => {
    const stopped = [];
    for (let i = 0; i < 5; i++) {
      const { simId } = await submit(stores);
      const steps = [step('pending', 'stop', 'stopped by request')];
      stopped.push(await stores.simulations.change({ simId, version: 1, steps, request: request('stop') }));
    }
    const first = await stores.simulations.list({ status: 'stopped', limit: 2, after: null });
    await submit(stores);
    const after = { createdAt: first[1].createdAt, simId: first[1].simId };
    const rest = await stores.simulations.list({ status: 'stopped', limit: 10, after });
    expect(new Set([...first, ...rest].map(({ simId }) => simId))).toEqual(new Set(stopped.map(({ simId }) => simId)));
    expect([...first, ...rest]).toHaveLength(5);
    expect(await stores.simulations.list({ status: 'failed', limit: 10, after: null })).toEqual([]);
  });

  it('gives those with a label, or a name, in pages like all others', async () => {
    const labels = (i: number) => ({ half: String(i % 2), third: String(i % 3), note: 'a:b "c" \\' });
    const names = ['beta_1', 'beta-1', 'beta%', 'beta', 'BETA', 'bet', 'ünder*', null];
    for (let i = 0; i < 24; i++) await submit(stores, { name: names[i % names.length], labels: i < 20 ? labels(i) : {} });
    const listed = async (filter: Pick<ListQuery, 'labels' | 'name'>, status: Status | null = null) => {
      const read = (await pages(status, 3, filter)).flat();
      const keys = read.map(({ createdAt, simId }) => `${createdAt.toISOString()} ${simId}`);
      expect(keys).toEqual([...new Set(keys)].sort().reverse());
      return read;
    };
    const both = await listed({ labels: { half: '1', third: '2' } });
    expect(both).toHaveLength(3);
    for (const record of both) expect(record.labels).toMatchObject({ half: '1', third: '2' });
    expect(await listed({ labels: { half: '1', third: '9' } })).toEqual([]);
    expect(await listed({ labels: { note: 'a:b "c" \\' } })).toHaveLength(20);
    expect(await listed({ labels: { note: 'a:b "c" \\' } }, 'stopped')).toEqual([]);
    const namesOf = async (name: ListQuery['name']) => [...new Set((await listed({ name })).map((record) => record.name))].sort();
    expect(await namesOf({ is: 'beta' })).toEqual(['beta']);
    expect(await namesOf({ startsWith: 'beta' })).toEqual(['beta', 'beta%', 'beta-1', 'beta_1']);
    expect(await namesOf({ startsWith: 'beta_' })).toEqual(['beta_1']);
    expect(await namesOf({ startsWith: 'beta%' })).toEqual(['beta%']);
    expect(await namesOf({ is: 'ünder*' })).toEqual(['ünder*']);
    const joint = await listed({ name: { startsWith: 'bet' }, labels: { half: '0' } });
    expect([...new Set(joint.map(({ name }) => name))].sort()).toEqual(['beta%', 'beta_1']);
  });
});
