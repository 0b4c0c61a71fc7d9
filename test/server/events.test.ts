import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SimulationEvent, SimulationRequestInput, Skein } from '@skein/client';
import { DataSource } from 'typeorm';
import { until } from '../support/until.js';
import { useServers } from '../support/use-server.js';
import { brief, endless } from './requests.js';

const servers = useServers([{}, {}]);
let skein: Skein;
let other: Skein;

beforeAll(() => {
  [skein, other] = servers.map((server) => server.skein()) as [Skein, Skein];
});

const NUMBERED = ['status', 'edit', 'log', 'result'] as const;
/** Of progress, enough to show how often it is told. */
const MANY = 12;

/** The events of a stream up to the first that satisfies. */
async function upTo(stream: AsyncIterable<SimulationEvent>, satisfies: (event: SimulationEvent) => boolean): Promise<SimulationEvent[]> {
  const events: SimulationEvent[] = [];
  for await (const event of stream) {
    events.push(event);
    if (satisfies(event)) break;
  }
  return events;
}

const isResult = ({ type }: SimulationEvent) => type === 'result';
const started = async (request: SimulationRequestInput): Promise<string> => (await skein.simulate(request)).sim_id;

describe('the events of a simulation', () => {
  it('end at their header where only that is asked for', async () => {
    const { sim_id } = await servers[0].skein().simulate(brief);
    for (const path of ['/events', `/events/${sim_id}`]) {
      const response = await fetch(servers[0].url + path, { method: 'HEAD' });
      expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
        200,
        'text/event-stream; charset=utf-8',
        '',
      ]);
    }
  });

  it('are its whole life, in order, with what came out', async () => {
    const simId = await started(brief);
    const events = await upTo(other.events(simId, { types: NUMBERED }), isResult);
    expect(events.map((event) => (event.type === 'status' ? `${event.data.from} > ${event.data.to}` : event.type))).toEqual([
      'null > pending',
      'pending > running',
      'running > done',
      'result',
    ]);
    const { result_hash, packets, simulated_sec } = await skein.results(simId);
    expect(events[3].data).toMatchObject({ sim_id: simId, run: 1, result_hash, packets, simulated_sec });
    const { transitions } = await skein.status(simId);
    expect(events.slice(0, 3).map(({ data }) => ('at' in data ? data.at : null))).toEqual(transitions.map(({ at }) => at));
  });

  it('go on from any of them, at any server, with exactly the rest', async () => {
    const simId = await started(endless);
    await upTo(skein.events(simId), (event) => event.type === 'status' && event.data.to === 'running');
    for (const latency of [20, 30]) await skein.edit(simId, { operation: 'update_link', link_id: 'A-B', latency });
    await skein.pause(simId);
    await skein.stop(simId);
    const all = await upTo(skein.events(simId, { types: NUMBERED }), isResult);
    // Where the other server was the one to run it, it changed hands as well.
    const told = all.filter(({ type, data }) => type !== 'status' || data.from !== data.to);
    expect(told.map(({ type }) => type)).toEqual(['status', 'status', 'edit', 'edit', 'status', 'status', 'result']);
    for (let have = 1; have < all.length; have++) {
      const after = all[have - 1].id!;
      expect(await upTo((have % 2 ? other : skein).events(simId, { types: NUMBERED, after }), isResult)).toEqual(all.slice(have));
    }
  });

  it('say how far it is, at most four times a second and without a number of their own', async () => {
    const beforehand = Date.now();
    const simId = await started(endless);
    let left = MANY;
    const events = await upTo(skein.events(simId), ({ type }) => type === 'progress' && --left === 0);
    // They may arrive in bursts, where a process was held up.
    expect(Date.now() - beforehand).toBeGreaterThanOrEqual((MANY - 1) * 245);
    const progress = events.filter(({ type }) => type === 'progress');
    const seconds = progress.map(({ data }) => ('simulated_sec' in data ? data.simulated_sec! : NaN));
    expect(seconds).toEqual([...new Set(seconds)].sort((a, b) => a - b));
    const [first] = await upTo(
      skein.events(simId, { types: ['status'] }),
      ({ type, data }) => type === 'status' && data.to === 'running',
    ).then((events) => events.slice(-1));
    for (const { id } of progress) expect(id).toBe(first.id);
    await skein.stop(simId);
  });

  it('are refused for what is no simulation, and for what cannot be asked', async () => {
    const none = '019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f';
    await expect(skein.events(none).next()).rejects.toMatchObject({ code: 'unknown_simulation' });
    const simId = await started(brief);
    const response = await fetch(`${servers[0].url}/events/${simId}?type=status,stat&after=x&of=1`);
    expect(response.status).toBe(422);
    expect(((await response.json()) as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer)).toEqual([
      '/of',
      '/type',
      '/after',
    ]);
  });

  it('end with the simulation', async () => {
    const simId = await started(brief);
    const stream = skein.events(simId, { types: ['status'] });
    await upTo(other.events(simId), isResult);
    expect((await stream.next()).value).toMatchObject({ type: 'status', data: { to: 'pending' } });
    await other.delete(simId);
    await expect(upTo(stream, () => false)).rejects.toMatchObject({ code: 'unknown_simulation' });
  });

  it('end with the patience of who listens', async () => {
    const simId = await started(endless);
    const listening = new AbortController();
    const ended = upTo(skein.events(simId, { signal: listening.signal }), () => false);
    listening.abort(new Error('enough'));
    await expect(ended).rejects.toThrow('enough');
    await skein.stop(simId);
  });
});

describe('the events of all simulations', () => {
  it('are the same at two servers, however many write at once', async () => {
    const [first] = await upTo(skein.events(await started(brief)), () => true);
    const after = first.id!;
    const results = 40;
    const collect = (from: Skein) => {
      let seen = 0;
      return upTo(from.allEvents({ after, types: NUMBERED }), ({ type }) => type === 'result' && ++seen === results);
    };
    const streams = [collect(skein), collect(other)];
    const requests = Array.from({ length: results - 1 }, (_, i) => (i % 2 ? skein : other).simulate(brief));
    const ids = (await Promise.all(requests)).map(({ sim_id }) => sim_id);
    const [here, there] = await Promise.all(streams);
    expect(there).toEqual(here);
    const numbers = here.map(({ id }) => id!);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    for (const simId of ids) {
      const own = here.filter(({ data }) => data.sim_id === simId);
      expect(own.map((event) => (event.type === 'status' ? event.data.to : event.type))).toEqual(['pending', 'running', 'done', 'result']);
    }
  });

  it('begin with what comes where nothing else is asked, and can be of some simulations only', async () => {
    const [wanted, unwanted] = [await started(endless), await started(endless)];
    const listening = fetch(`${servers[1].url}/events?type=status&sim_id=${wanted}`);
    const body = (await listening).body!.pipeThrough(new TextDecoderStream()).getReader();
    await skein.stop(unwanted);
    await skein.stop(wanted);
    let text = '';
    while (!text.includes('stopped on request')) text += (await body.read()).value;
    await body.cancel();
    expect(text).not.toContain(unwanted);
    expect(text).not.toContain('submitted');
  });
});

describe('a client that does not read', () => {
  it('harms nobody, and gets everything once it does', async () => {
    const simId = await started(endless);
    const { port, hostname } = new URL(servers[0].url);
    const socket = connect(Number(port), hostname);
    socket.write(`GET /events/${simId}?type=log HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
    socket.pause();
    // More than the buffers of two sockets hold.
    const entries = 100;
    const admin = await new DataSource({ type: 'postgres', url: servers[0].databaseUrl }).initialize();
    await admin.query(
      `INSERT INTO simulation_logs (sim_id, run, number, level, simulated_sec, code, message, details)
       SELECT $1, 1, i, 'warning', i, 'test', 'entry ' || i || repeat('.', 200000), '{}' FROM generate_series(1, $2::integer) i`,
      [simId, entries],
    );
    await admin.destroy();
    const numbers = Array.from({ length: entries }, (_, i) => i + 1);
    const isLast = ({ type, data }: SimulationEvent) => type === 'log' && data.simulated_sec === entries;
    const others = await upTo(skein.events(simId, { types: ['log'] }), isLast);
    expect(others.map(({ data }) => 'simulated_sec' in data && data.simulated_sec)).toEqual(numbers);
    let text = '';
    socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1').replaceAll('.', '')));
    socket.resume();
    await until(
      () => Promise.resolve(text),
      (all) => all.includes(`entry ${entries}"`),
    );
    socket.destroy();
    expect([...text.matchAll(/entry (\d+)/g)].map(([, number]) => Number(number))).toEqual(numbers);
    await skein.stop(simId);
  });

  it('and many that leave, neither', async () => {
    const simId = await started(endless);
    for (let round = 0; round < 5; round++) {
      const leaving = new AbortController();
      const streams = Array.from({ length: 40 }, () => fetch(`${servers[0].url}/events/${simId}`, { signal: leaving.signal }));
      await Promise.all(streams);
      leaving.abort();
    }
    const stopped = upTo(skein.events(simId), isResult);
    await skein.stop(simId);
    expect((await stopped).at(-1)?.type).toBe('result');
  });
});
