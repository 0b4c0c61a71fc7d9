import { describe, expect, it } from '@jest/globals';
import { createSkein } from '@skein/client';
import { ENGINE_VERSION } from '@skein/engine';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { endless, paced } from './requests.js';

const TOKEN = 'a-token-of-some-length';
const server = useServer({ SKEIN_API_TOKEN: TOKEN, SKEIN_THREADS: '2', SKEIN_SLOTS: '3', SKEIN_MAX_BACKLOG: '77' });
const skein = () => createSkein({ baseUrl: server.url, token: TOKEN });

describe('GET /system', () => {
  it('asks for a token', async () => {
    expect((await fetch(`${server.url}/system`)).status).toBe(401);
  });

  it('tells the versions, the capacity and the database', async () => {
    const system = await skein().system();
    expect(system).toMatchObject({
      versions: { server: '0.1.0', engine: ENGINE_VERSION, node: process.versions.node, schema: expect.stringMatching(/^[A-Z]\w+\d{13}$/) },
      processes: 1,
      capacity: { threads: 2, agents: 0, runners: 2, slots: 6, held: 0 },
      backlog: { pending: 0, running: 0, paused: 0, orphaned: 0, oldest_sec: 0, limit: 77 },
      fleet: { registered: 0, connected: 0 },
      packet_hops_per_sec: 0,
      database: { version: expect.stringMatching(/^\d+\./), connections: { most: expect.any(Number), waiting: 0 } },
    });
    expect(system.uptime_sec).toBeGreaterThan(0);
    expect(system.database.round_trip_ms).toBeGreaterThan(0);
    expect(system.database.size_bytes).toBeGreaterThan(1_000_000);
  });

  it('tells what runs, what waits, and how much is being done', async () => {
    const client = skein();
    const ids: string[] = [];
    for (let i = 0; i < 8; i++) ids.push((await client.simulate(endless)).sim_id);
    const busy = await until(
      () => client.system(),
      ({ backlog, capacity }) => backlog.pending === 2 && backlog.running === 6 && capacity.held === 6,
    );
    expect(busy.backlog.oldest_sec).toBeGreaterThanOrEqual(0);
    await Promise.all(ids.map((id) => client.stop(id)));
    const { sim_id } = await client.simulate({ ...paced(86_400, 'max'), traffic: [{ from: 'A', to: 'C', rate_pps: 10_000 }] });
    await until(
      () => client.system(),
      ({ packet_hops_per_sec }) => packet_hops_per_sec > 1000,
    );
    await client.stop(sim_id);
  });
});
