import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SimulationRequestInput, Skein, StatusDocument } from '@skein/client';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';

const PROPAGATION_MS = 25;
/** Two hops of 1000 bytes at 100 Mbit/s. */
const SERIALIZATION_MS = 2 * ((1000 * 8) / 100e6) * 1e3;

const server = useServer();
let skein: Skein;
let example: SimulationRequestInput;

beforeAll(async () => {
  skein = server.skein();
  example = JSON.parse(await readFile('examples/three-routers.json', 'utf8')) as SimulationRequestInput;
});

const withConfig = (config: SimulationRequestInput['config']) => ({ ...example, config: { ...example.config, ...config } });

async function hashOf(config: SimulationRequestInput['config']): Promise<string | null> {
  const { sim_id } = await skein.simulate(withConfig(config));
  await skein.waitFor(sim_id, { intervalMs: 20 });
  return (await skein.results(sim_id)).result_hash;
}

describe('the three routers', () => {
  it('run at their pace, and tell what came of every packet', async () => {
    const accepted = await skein.simulate(withConfig({ speed: 1 }));
    expect(accepted).toMatchObject(
      accepted.status === 'running' ? { version: 2, warnings: [] } : { status: 'pending', version: 1, warnings: [] },
    );

    const seen: StatusDocument[] = [];
    await until(
      async () => {
        seen.push(await skein.status(accepted.sim_id));
        return new Set(seen.filter(({ status }) => status === 'running').map(({ progress }) => progress.percent)).size;
      },
      (moved) => moved > 2,
    );
    await skein.setSpeed(accepted.sim_id, 20);
    const ended = await skein.waitFor(accepted.sim_id, { intervalMs: 50, onProgress: (status) => seen.push(status) });
    const percents = seen.map(({ progress }) => progress.percent);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));

    expect(ended).toMatchObject({ status: 'done', run: 1, retry_count: 0, error: null, runner: null });
    expect(ended.progress).toEqual({ simulated_sec: 60, duration_sec: 60, percent: 100, phase: null, routed_percent: null });
    expect(ended.transitions.map(({ from, to }) => [from, to])).toEqual([
      [null, 'pending'],
      ['pending', 'running'],
      ['running', 'done'],
    ]);
    // 60 simulated seconds at 20 per second of wall clock or fewer, counted by the server itself.
    const took = Date.parse(ended.finished_at ?? '') - Date.parse(ended.started_at ?? '');
    expect(took).toBeGreaterThan(2900);

    const results = await skein.results(accepted.sim_id);
    expect(results).toMatchObject({ sim_id: accepted.sim_id, run: 1, status: 'done', simulated_sec: 60 });
    const { sent, delivered, dropped, in_flight } = results.packets;
    expect(sent).toBe(delivered + dropped.loss + dropped.queue + dropped.no_route + dropped.link_down + in_flight);
    for (const flow of results.flows) expect(flow.sent).toBeGreaterThan(0);
    const mean = results.flows.find(({ id }) => id === 'A-C')?.delay_ms.mean ?? NaN;
    expect(Math.abs(mean / (PROPAGATION_MS + SERIALIZATION_MS) - 1)).toBeLessThan(0.01);

    const hops = results.links.reduce((total, link) => total + link.packets, 0);
    const expected = hops * 0.001;
    expect(Math.abs(dropped.loss - expected)).toBeLessThan(5 * Math.sqrt(expected * 0.999));
    expect(dropped).toMatchObject({ no_route: 0, link_down: 0 });
    expect(results.result_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf({ speed: 'max' })).toBe(results.result_hash);
  });

  it('give the same hash for the same seed, and another for another', async () => {
    const [first, again, other] = await Promise.all([7, 7, 8].map((seed) => hashOf({ seed, speed: 'max' })));
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });
});

describe('the status document', () => {
  it('shows the documented defaults where config is left out', async () => {
    const { sim_id } = await skein.simulate({ topology: example.topology });
    const status = await skein.status(sim_id);
    expect(status.config).toEqual({
      duration_sec: 30,
      packet_loss_percent: 0,
      log_level: 'warning',
      seed: 1,
      speed: 1,
      warmup_sec: 0,
      routing: { metric: 'latency', ecmp: 'none' },
      sample_interval_sec: 0.2,
      placement: 'any',
    });
    expect(status.topology).toEqual({ nodes: 3, links: 2 });
    await skein.stop(sim_id);
  });

  it('has exactly the members that the OpenAPI document lists', async () => {
    const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
      components: { schemas: Record<string, { properties: object }> };
    };
    const documented = Object.keys(document.components.schemas['StatusDocument']?.properties ?? {}).sort();
    const { sim_id } = await skein.simulate({ ...example, name: 'members', labels: { kind: 'test' }, priority: -7 });
    const status = await skein.stop(sim_id);
    expect(Object.keys(status).sort()).toEqual(documented);
    expect(status).toMatchObject({ name: 'members', labels: { kind: 'test' }, priority: -7 });
    expect(status.transitions[0]).toMatchObject({ from: null, to: 'pending', run: 1 });
  });

  it('is where the Location of the answer points', async () => {
    const response = await fetch(`${server.url}/simulate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(example),
    });
    expect(response.status).toBe(202);
    const { sim_id } = (await response.json()) as { sim_id: string };
    expect(response.headers.get('location')).toBe(`/status/${sim_id}`);
    const there = await fetch(new URL(response.headers.get('location') ?? '', server.url));
    expect(await there.json()).toMatchObject({ sim_id });
    await skein.stop(sim_id);
  });
});
