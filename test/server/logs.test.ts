import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LogLineDocument, LogPage, SimulationRequestInput, Skein } from '@skein/client';
import { until } from '../support/until.js';
import { useEmbeddedServer, useServer } from '../support/use-server.js';

type Config = NonNullable<SimulationRequestInput['config']>;

/** A link that takes 125 packets a second is offered twice as many, over and over; and there is a router that nothing leads to. */
function troubled(config: Config): SimulationRequestInput {
  const pulses = [0, 10, 20, 30].map((start_sec, i) => ({
    id: `pulse ${i + 1}`,
    from: 'A',
    to: 'B',
    arrivals: 'constant' as const,
    rate_pps: 250,
    packet_bytes: 1000,
    start_sec,
    stop_sec: start_sec + 3,
  }));
  const lost = { id: 'lost', from: 'B', to: 'C', rate_pps: 10, start_sec: 5 };
  return {
    topology: { nodes: ['A', 'B', 'C'], links: [{ from: 'A', to: 'B', latency: 5, bandwidth_mbps: 1, queue_packets: 20 }] },
    traffic: [...pulses, lost],
    config: { duration_sec: 40, speed: 'max', sample_interval_sec: 1, ...config },
  };
}

const ofEngine = (lines: LogLineDocument[]) => lines.filter(({ code }) => code !== 'status' && code !== 'edit');
/** What does not depend on when it was run. */
const said = (lines: LogLineDocument[]) => ofEngine(lines).map(({ at: _, run: __, ...line }) => line);

async function whole(skein: Skein, simId: string): Promise<LogLineDocument[]> {
  const lines: LogLineDocument[] = [];
  for (let cursor: string | null = '0'; cursor !== null;) {
    const page: LogPage = await skein.logs(simId, { limit: 1000, cursor });
    lines.push(...page.items);
    cursor = page.next_cursor;
  }
  return lines;
}

describe('the log of a simulation', () => {
  const server = useServer();
  let skein: Skein;

  beforeAll(() => {
    skein = server.skein();
  });

  const ended = async (config: Config): Promise<string> => {
    const { sim_id } = await skein.simulate(troubled(config));
    await skein.waitFor(sim_id, { intervalMs: 20 });
    return sim_id;
  };

  it('says what went wrong, once per onset and with counts', async () => {
    const simId = await ended({});
    const lines = await whole(skein, simId);
    const times = (wanted: string) => lines.filter(({ code }) => code === wanted).map(({ simulated_sec }) => simulated_sec);
    expect(times('queue_overflow')).toEqual([1, 11, 21, 31]);
    expect(times('link_saturated')).toEqual([1, 11, 21, 31]);
    expect(times('no_route')).toEqual([6]);
    expect(lines.every(({ level }) => level === 'warning')).toBe(true);
    const { packets } = await skein.results(simId);
    const dropped = (wanted: string) =>
      lines.filter(({ code }) => code === wanted).reduce((sum, { details }) => sum + (details['dropped'] as number), 0);
    expect(dropped('queue_overflow_ended')).toBe(packets.dropped.queue);
    expect(dropped('no_route_ended')).toBe(packets.dropped.no_route);
    expect(lines.find(({ code }) => code === 'no_route')?.message).toMatch(/^Flow lost from B to C has no route: \d+ packets dropped/);
  });

  it.each<[Config['log_level'], string[]]>([
    ['error', []],
    ['warning', ['warning']],
    ['info', ['info', 'warning']],
    ['debug', ['debug', 'info', 'warning']],
  ])('at %s has the levels %j', async (log_level, levels) => {
    const lines = await whole(skein, await ended({ log_level }));
    expect([...new Set(lines.map(({ level }) => level))].sort()).toEqual(levels);
  });

  it('is read page by page, from a level up', async () => {
    const simId = await ended({ log_level: 'info' });
    const all = await whole(skein, simId);
    const pages: LogLineDocument[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await skein.logs(simId, { limit: 4, ...(cursor && { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(4);
      pages.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(pages).toEqual(all);
    expect((await skein.logs(simId, { level: 'warning' })).items).toEqual(all.filter(({ level }) => level === 'warning'));
    expect(all.filter(({ code }) => code === 'status').map(({ message }) => message.split(':')[0])).toEqual(['pending', 'running', 'done']);
  });

  it('is complete when a simulation is stopped', async () => {
    const { sim_id } = await skein.simulate(troubled({ duration_sec: 40_000, speed: 20 }));
    await until(
      () => whole(skein, sim_id),
      (lines) => lines.some(({ code }) => code === 'link_saturated'),
    );
    await skein.stop(sim_id);
    const { simulated_sec } = await skein.results(sim_id);
    const undisturbed = await whole(skein, await ended({ duration_sec: 40_000 }));
    const expected = said(undisturbed).filter((line) => line.simulated_sec! <= simulated_sec);
    const lines = said(await whole(skein, sim_id));
    expect(lines.slice(0, expected.length)).toEqual(expected);
    expect(lines.every((line) => line.simulated_sec! <= simulated_sec)).toBe(true);
  });

  it('is written anew by a new run', async () => {
    const simId = await ended({});
    const once = await whole(skein, simId);
    await skein.restart(simId);
    await skein.waitFor(simId, { intervalMs: 20 });
    const twice = await whole(skein, simId);
    expect(twice).toHaveLength(2 * once.length);
    expect(said(twice.filter(({ run }) => run === 2))).toEqual(said(once));
  });

  it('is refused for what cannot be asked', async () => {
    const simId = await ended({});
    for (const query of ['level=loud', 'limit=0', 'limit=1001', 'cursor=x', 'page=2']) {
      const response = await fetch(`${server.url}/logs/${simId}?${query}`);
      expect([query, response.status]).toEqual([query, 422]);
    }
    await expect(skein.logs('019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f')).rejects.toMatchObject({ code: 'unknown_simulation' });
  });
});

describe('the log of a simulation whose server is killed', () => {
  const server = useEmbeddedServer('logs');

  it('is what it would have been, no entry twice and none missing', async () => {
    // So long that it cannot end before its server is killed.
    const config = { duration_sec: 1000, log_level: 'debug' } as const;
    const { sim_id } = await server.skein().simulate(troubled({ ...config, speed: 10 }));
    await until(
      () => server.skein().logs(sim_id, { level: 'warning' }),
      ({ items }) => items.some(({ code, simulated_sec }) => code === 'queue_overflow' && simulated_sec === 11),
    );
    await server.kill();
    await server.start();
    const skein = server.skein();
    await skein.setSpeed(sim_id, 'max');
    await skein.waitFor(sim_id, { intervalMs: 20 });
    const lines = await whole(skein, sim_id);
    expect(lines.filter(({ code }) => code === 'status').map(({ details }) => [details['from'], details['to']])).toEqual([
      [null, 'pending'],
      ['pending', 'running'],
      ['running', 'running'],
      ['running', 'done'],
    ]);
    const undisturbed = (await skein.simulate(troubled(config))).sim_id;
    await skein.waitFor(undisturbed, { intervalMs: 20 });
    const expected = said(await whole(skein, undisturbed));
    expect(expected.length).toBeGreaterThan(1000);
    expect(said(lines)).toEqual(expected);
  });
});
