import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSkein, type Reconnection, type SimulationEvent, type Skein } from '@skein/client';
import { Forwarder } from '../support/forwarder.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { endless } from './requests.js';

const server = useServer();
/** The address that stays while the server comes and goes. */
let front: Forwarder;
let skein: Skein;

const toServer = (): void => front.to(Number(new URL(server.url).port));

beforeAll(async () => {
  front = await Forwarder.listen();
  toServer();
  skein = createSkein({ baseUrl: `http://127.0.0.1:${front.port}`, retry: { retries: 1, baseMs: 5, capMs: 50 } });
});

afterAll(() => front.close());

/** Follows a simulation, and keeps what it is told. */
function follow(simId: string) {
  const events: SimulationEvent[] = [];
  const reconnections: Reconnection[] = [];
  const ended = (async () => {
    const stream = skein.events(simId, { types: ['status', 'edit', 'result'], onReconnect: (one) => reconnections.push(one) });
    for await (const event of stream) {
      events.push(event);
      if (event.type === 'result') return;
    }
  })();
  const are = (enough: () => boolean) => until(() => Promise.resolve(enough()), Boolean);
  return { events, reconnections, ended, are };
}

describe('a stream of events', () => {
  it('goes on when its server was killed and comes back, however often it was tried, and tells of each try', async () => {
    const { sim_id } = await skein.simulate(endless);
    const { events, reconnections, ended, are } = follow(sim_id);
    await are(() => events.some(({ type, data }) => type === 'status' && 'to' in data && data.to === 'running'));
    const before = events.length;
    await server.kill();
    await are(() => reconnections.length > 20);
    expect(reconnections.slice(0, 20).map(({ attempt }) => attempt)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(reconnections[19]).toMatchObject({ lastId: events[before - 1].id, error: { name: 'SkeinUnreachable' } });
    expect(reconnections.every(({ delayMs }) => delayMs >= 0 && delayMs <= 50)).toBe(true);
    await server.start();
    toServer();
    await until(
      () => skein.edit(sim_id, { operation: 'update_link', link_id: 'A-B', latency: 20 }).catch(() => null),
      (edited) => edited !== null,
    );
    await skein.stop(sim_id);
    await ended;
    const ids = events.map(({ id }) => id!);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['edit', 'result']));
    // The next loss counts from the beginning.
    const last = reconnections.length;
    const again = follow(sim_id);
    await again.ended;
    expect([reconnections.length, again.reconnections]).toEqual([last, []]);
    expect(again.events).toEqual(events);
  });

  it('ends where the server says that going on is of no use', async () => {
    const { sim_id } = await skein.simulate(endless);
    const { events, reconnections, ended, are } = follow(sim_id);
    await are(() => events.length > 0);
    front.to(null);
    front.cut();
    await are(() => reconnections.length > 5);
    const direct = server.skein();
    await direct.stop(sim_id);
    await direct.delete(sim_id);
    toServer();
    await expect(ended).rejects.toMatchObject({ name: 'SkeinProblem', code: 'unknown_simulation' });
  });

  it('takes no other program for a server, and waits where a server says that it passes', async () => {
    const answers = [503, 502, 429, 500, 404];
    const asked: number[] = [];
    const program = createServer((_request, response) => {
      const status = answers[asked.length];
      asked.push(status);
      response.writeHead(status, { 'content-type': 'text/html', ...(status === 429 && { 'retry-after': '1' }) }).end('<html>');
    }).listen(0, '127.0.0.1');
    await once(program, 'listening');
    const { port } = program.address() as AddressInfo;
    const delays: number[] = [];
    const foreign = createSkein({ baseUrl: `http://127.0.0.1:${port}`, retry: { baseMs: 1, capMs: 1 } });
    const stream = foreign.events('x', { onReconnect: ({ delayMs }) => delays.push(delayMs) });
    await expect(stream.next()).rejects.toMatchObject({
      name: 'SkeinUnreachable',
      message: expect.stringContaining('answered 404') as unknown,
    });
    expect(asked).toEqual(answers);
    expect(delays.map((ms) => ms >= 1000)).toEqual([false, false, true, false]);
    program.close();
  });

  it('ends with its signal while the server is away, and at once where nothing is to be repeated', async () => {
    const away = new AbortController();
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const nobody = `http://127.0.0.1:${port}`;
    const stream = createSkein({ baseUrl: nobody, retry: { baseMs: 1, capMs: 1 } }).allEvents({
      signal: away.signal,
      onReconnect: ({ attempt }) => attempt === 3 && away.abort(new Error('enough')),
    });
    await expect(stream.next()).rejects.toThrow('enough');
    await expect(createSkein({ baseUrl: nobody, retry: false }).allEvents().next()).rejects.toThrow(
      /127\.0\.0\.1:\d+\/events: .*ECONNREFUSED/,
    );
  });
});
