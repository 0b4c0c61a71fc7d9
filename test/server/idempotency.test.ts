import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Skein, StatusDocument } from '@skein/client';
import { until } from '../support/until.js';
import { useServers } from '../support/use-server.js';
import { brief, endless } from './requests.js';

const [server, otherServer] = useServers([{}, {}]);
let skein: Skein;

beforeAll(() => {
  skein = server.skein();
});

const reused = expect.objectContaining({ status: 409, code: 'idempotency_key_reused' });
const restarts = ({ transitions }: StatusDocument) => transitions.filter(({ run, to }) => run > 1 && to === 'pending').length;

describe('a request that is sent again under its key', () => {
  it('creates one simulation, also when both come at once', async () => {
    const call = { idempotencyKey: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => skein.simulate(brief, call)));
    const later = await skein.simulate(brief, call);
    expect(new Set([...answers, later].map(({ sim_id }) => sim_id)).size).toBe(1);
    expect((await skein.list()).items.map(({ sim_id }) => sim_id)).toEqual([later.sim_id]);
  });

  it('creates one simulation, however many come at once, among others', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => skein.simulate(brief, { idempotencyKey: i % 2 ? key : randomUUID() })),
    );
    expect(new Set(answers.filter((_, i) => i % 2).map(({ sim_id }) => sim_id)).size).toBe(1);
    expect(new Set(answers.map(({ sim_id }) => sim_id)).size).toBe(101);
  });

  it('answers what was committed, and its repetition the same, whatever has become of the simulation and whichever server is asked', async () => {
    const topology = { nodes: ['A', 'B'], links: [{ from: 'A', to: 'B' }] };
    const request = { topology, config: endless.config };
    const accept = async (to: string, key: string) => {
      const response = await fetch(`${to}/simulate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(request),
      });
      return {
        status: response.status,
        etag: response.headers.get('etag'),
        location: response.headers.get('location'),
        text: await response.text(),
      };
    };
    const begins = async (): Promise<string> => {
      const key = randomUUID();
      const { text } = await accept(server.url, key);
      const { sim_id, status, version } = JSON.parse(text) as { sim_id: string; status: string; version: number };
      expect({ status, version }).toEqual(status === 'running' ? { status: 'running', version: 2 } : { status: 'pending', version: 1 });
      if (status === 'running') {
        // At once, with what the answer said.
        expect(await skein.pause(sim_id, { ifVersion: version })).toMatchObject({ status: 'paused', version: 3 });
        return key;
      }
      await skein.stop(sim_id);
      return begins();
    };
    const key = await begins();
    const again = await accept(server.url, key);
    const { sim_id } = JSON.parse(again.text) as { sim_id: string };
    expect(again).toMatchObject({ status: 202, etag: '"2"', location: `/status/${sim_id}` });
    expect(JSON.parse(again.text)).toEqual({
      sim_id,
      status: 'running',
      version: 2,
      warnings: [expect.objectContaining({ code: 'latency_defaulted' })],
    });
    expect(await accept(otherServer.url, key)).toEqual(again);
    await skein.stop(sim_id);
    await skein.delete(sim_id);
    for (const { url } of [server, otherServer]) expect(await accept(url, key)).toEqual(again);
    await expect(skein.status(sim_id)).rejects.toMatchObject({ status: 404 });
  });

  it('is refused when it says something else', async () => {
    const call = { idempotencyKey: randomUUID() };
    const { sim_id } = await skein.simulate(brief, call);
    await expect(skein.simulate(endless, call)).rejects.toEqual(reused);
    await expect(skein.stop(sim_id, call)).rejects.toEqual(reused);
  });

  it('restarts and stops once', async () => {
    const { sim_id } = await skein.simulate(brief);
    await skein.waitFor(sim_id, { intervalMs: 20 });
    const restart = { idempotencyKey: randomUUID() };
    await skein.restart(sim_id, restart);
    await skein.waitFor(sim_id, { intervalMs: 20 });
    expect(await skein.restart(sim_id, restart)).toMatchObject({ run: 2, status: 'done' });

    const { sim_id: other } = await skein.simulate(endless);
    const stop = { idempotencyKey: randomUUID() };
    await skein.stop(other, stop);
    await skein.restart(other);
    const after = await skein.stop(other, stop);
    expect(after.run).toBe(2);
    expect(['pending', 'running']).toContain(after.status);
    expect(restarts(after)).toBe(1);
    await skein.stop(other);
  });

  it('pauses, resumes and sets the speed once, and answers as the first time', async () => {
    const { sim_id } = await skein.simulate(endless);
    await until(
      () => skein.status(sim_id),
      ({ status }) => status === 'running',
    );
    const [pause, resume, speed] = Array.from({ length: 3 }, () => ({ idempotencyKey: randomUUID() }));
    const paused = await skein.pause(sim_id, pause);
    const resumed = await skein.resume(sim_id, resume);
    expect(await skein.pause(sim_id, pause)).toEqual(paused);
    expect(await skein.status(sim_id)).toMatchObject({ status: 'running', version: resumed.version });

    const faster = await skein.setSpeed(sim_id, 3, speed);
    const again = await skein.pause(sim_id);
    expect(await skein.resume(sim_id, resume)).toEqual(resumed);
    await skein.setSpeed(sim_id, 7);
    expect(await skein.setSpeed(sim_id, 3, speed)).toEqual(faster);
    expect(await skein.status(sim_id)).toMatchObject({ status: 'paused', version: again.version + 1, config: { speed: 7 } });

    await expect(skein.setSpeed(sim_id, 4, speed)).rejects.toEqual(reused);
    await expect(skein.resume(sim_id, pause)).rejects.toEqual(reused);
    await skein.stop(sim_id);
  });

  it('deletes once, and again is no error', async () => {
    const { sim_id } = await skein.simulate(endless);
    await skein.stop(sim_id);
    const call = { idempotencyKey: randomUUID() };
    await skein.delete(sim_id, call);
    await skein.delete(sim_id, call);
    await expect(skein.delete(sim_id)).rejects.toMatchObject({ status: 404 });
  });

  it.each(['a b', 'x'.repeat(201)])('needs a key that is one: %s', async (key) => {
    await expect(skein.simulate(brief, { idempotencyKey: key })).rejects.toMatchObject({ status: 400, code: 'bad_request' });
  });
});
