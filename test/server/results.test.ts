import { once } from 'node:events';
import http from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { SimulationRequestInput } from '@skein/client';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { useServers } from '../support/use-server.js';
import { paced } from './requests.js';

const [here, there] = useServers([{}, {}]);

/** Results of some 12 MB: a line for each flow. */
function wide(config: SimulationRequestInput['config']): SimulationRequestInput {
  const traffic = Array.from({ length: 30_000 }, (_, i) => ({ id: `f${i}`, from: 'A', to: 'B', rate_pps: 0.001 }));
  return {
    topology: { nodes: ['A', 'B'], links: [{ from: 'A', to: 'B', latency: 1 }] },
    traffic,
    config,
  };
}

/** An answer whose body nobody reads yet. */
async function unread(server: TestServer, path: string, headers: Record<string, string> = {}) {
  const request = http.get(`${server.url}${path}`, { headers, agent: false });
  request.on('error', () => undefined);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.pause();
  return { request, response };
}

async function slowestHealth(server: TestServer, times: number): Promise<number> {
  let slowest = 0;
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    await (await fetch(`${server.url}/healthz`)).text();
    slowest = Math.max(slowest, performance.now() - began);
  }
  return slowest;
}

describe('large results', () => {
  let ended: string;

  it('go out as they are, and compressed to clients that accept it', async () => {
    const skein = here.skein();
    ended = (await skein.simulate(wide({ duration_sec: 1, speed: 'max' }))).sim_id;
    expect(await skein.waitFor(ended)).toMatchObject({ status: 'done' });
    const plain = await buffer((await unread(here, `/results/${ended}`)).response);
    expect(plain.length).toBeGreaterThan(5e6);
    expect(JSON.parse(plain.toString())).toMatchObject({ sim_id: ended, status: 'done', simulated_sec: 1 });
    for (const [encoding, decompress] of [
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const) {
      const { response } = await unread(there, `/results/${ended}`, { 'accept-encoding': encoding });
      expect(response.headers).toMatchObject({ 'content-encoding': encoding, vary: expect.stringMatching(/accept-encoding/i) as unknown });
      const packed = await buffer(response);
      expect(packed.length).toBeLessThan(plain.length / 4);
      expect(decompress(packed).equals(plain)).toBe(true);
    }
  });

  it('wait in the database for clients that do not read, and keep nobody from his answer', async () => {
    const before = await residentBytes(here);
    const readers = await Promise.all(Array.from({ length: 40 }, () => unread(here, `/results/${ended}`)));
    expect(await slowestHealth(here, 50)).toBeLessThan(250);
    expect((await here.skein().results(ended)).flows).toHaveLength(30_000);
    // Whole, they would be 40 times 12 MB.
    expect((await residentBytes(here)) - before).toBeLessThan(200e6);
    for (const { request } of readers) request.destroy();
  });

  it('of what runs go out the same way, at the server that runs it and at others', async () => {
    const skein = here.skein();
    const { sim_id } = await skein.simulate(wide({ duration_sec: 3600, speed: 10 }));
    await until(
      () => skein.status(sim_id),
      ({ status, progress }) => status === 'running' && progress.simulated_sec > 1,
    );
    for (const server of [here, there]) {
      const readers = await Promise.all(Array.from({ length: 8 }, () => unread(server, `/results/${sim_id}`)));
      const results = await server.skein().results(sim_id);
      expect(results).toMatchObject({ status: 'running', run: 1, result_hash: null });
      expect(results.flows).toHaveLength(30_000);
      for (const { request } of readers) request.destroy();
    }
    await skein.stop(sim_id);
  });
});

describe('results of a simulation that another server runs', () => {
  it('are asked of that server, and are as new as the question', async () => {
    const request = paced(86_400, 100, 7);
    const { sim_id } = await here.skein().simulate(request);
    for (let round = 0; round < 3; round++) {
      const { progress } = await until(
        () => here.skein().status(sim_id),
        ({ status }) => status === 'running',
      );
      const results = await Promise.all([here, there].map((server) => server.skein().results(sim_id)));
      for (const { status, simulated_sec } of results) {
        expect(status).toBe('running');
        expect(simulated_sec).toBeGreaterThanOrEqual(progress.simulated_sec);
      }
    }
    const { simulated_sec } = await here.skein().pause(sim_id);
    for (const server of [here, there]) expect((await server.skein().results(sim_id)).simulated_sec).toBe(simulated_sec);
    await here.skein().stop(sim_id);
  });

  it('are not worked out anew while that server does not answer: the client is told to come back', async () => {
    const { sim_id } = await here.skein().simulate(paced(86_400, 1, 8));
    await until(
      () => here.skein().status(sim_id),
      ({ status }) => status === 'running',
    );
    // One of them runs it, and answers by itself; the other one asks in vain.
    const answers: { status: number; retryAfter: string | null; document: unknown }[] = [];
    for (const [frozen, asked] of [
      [here, there],
      [there, here],
    ]) {
      frozen.signal('SIGSTOP');
      const response = await fetch(`${asked.url}/results/${sim_id}`).finally(() => frozen.signal('SIGCONT'));
      answers.push({ status: response.status, retryAfter: response.headers.get('retry-after'), document: await response.json() });
    }
    const detail = expect.stringContaining('the server that holds it has not answered') as unknown;
    expect(answers).toContainEqual({
      status: 503,
      retryAfter: '1',
      document: expect.objectContaining({ code: 'unavailable', detail }) as unknown,
    });
    expect(answers).toContainEqual({ status: 200, retryAfter: null, document: expect.objectContaining({ sim_id, run: 1 }) as unknown });
  });
});

async function residentBytes(server: TestServer): Promise<number> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes(?:\{[^}]*\})? (\S+)/m.exec(metrics)?.[1]);
}
