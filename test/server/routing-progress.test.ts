import { describe, expect, it } from '@jest/globals';
import type { SimulationEvent } from '@skein/client';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { endless } from './requests.js';

const NODES = 2500;
const server = useServer();

describe('a large network, whose routes take longer than its packets', () => {
  it('says that it is finding routes, and how many it has, until it simulates', async () => {
    const skein = server.skein();
    const nodes = Array.from({ length: NODES }, (_, i) => `n${i}`);
    const links = nodes.map((from, i) => ({ from, to: nodes[(i + 1) % NODES], latency: 1 }));
    const traffic = nodes.map((from, i) => ({ from, to: nodes[(i + NODES / 2) % NODES], rate_pps: 0.01, arrivals: 'constant' as const }));
    const { sim_id } = await skein.simulate({ topology: { nodes, links }, traffic, config: { duration_sec: 86_400, speed: 1 } });
    const leave = new AbortController();
    const events: Extract<SimulationEvent, { type: 'progress' }>['data'][] = [];
    const reading = (async () => {
      for await (const event of skein.events(sim_id, { types: ['progress'], signal: leave.signal }))
        if (event.type === 'progress') events.push(event.data);
    })().catch(() => undefined);
    const seen = new Map<string | null, number[]>();
    await until(
      async () => {
        const { progress } = await skein.status(sim_id);
        seen.set(progress.phase, [...(seen.get(progress.phase) ?? []), progress.routed_percent ?? -1]);
        return progress;
      },
      ({ phase }) => phase === 'simulating' && seen.has('routing'),
    );
    const shares = seen.get('routing') ?? [];
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(Math.max(...shares)).toBeGreaterThan(0);
    expect(seen.get('simulating')?.every((share) => share === -1)).toBe(true);
    await until(
      () => Promise.resolve(events.map(({ phase }) => phase)),
      (phases) => phases.includes('routing') && phases.at(-1) === 'simulating',
    );
    leave.abort();
    await reading;
    expect((await skein.stop(sim_id)).progress).toMatchObject({ phase: null, routed_percent: null });
  });

  it('is not said of a small one', async () => {
    const skein = server.skein();
    const { sim_id } = await skein.simulate(endless);
    const { progress } = await until(
      () => skein.status(sim_id),
      ({ progress }) => progress.simulated_sec > 0,
    );
    expect(progress).toMatchObject({ phase: 'simulating', routed_percent: null });
    await skein.stop(sim_id);
  });
});
