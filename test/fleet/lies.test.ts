import { describe, expect, it } from '@jest/globals';
import type { SimulationRequestInput } from '@skein/client';
import { resultHash, type Results } from '@skein/engine';
import { scrape, total } from '../support/exposition.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { greeted, type Socket } from './sockets.js';
import { Tool } from './tool.js';

let printed = '';
const server = useServer({}, (text) => (printed += text));
const tool = new Tool(server);
let agents = 0;

const REQUEST: SimulationRequestInput = {
  topology: { nodes: ['A', 'B'], links: [{ from: 'A', to: 'B', latency: 5 }] },
  config: { duration_sec: 60, speed: 'max' },
};

interface Start {
  type: 'start';
  sim_id: string;
  epoch: number;
}

/** A simulation for agents with this label. */
async function submit(rack: string): Promise<string> {
  const placement = { labels: { rack } };
  return (await server.skein().simulate({ ...REQUEST, config: { ...REQUEST.config, placement } })).sim_id;
}

async function joined(rack: string): Promise<{ id: string; socket: Socket }> {
  const id = `lying-${++agents}`;
  await tool.register(id);
  return { id, socket: await greeted(server.url, id, { labels: { rack }, slots: 4 }) };
}

async function started({ received }: Socket, simId: string): Promise<Start> {
  const found = () =>
    received
      .map((frame) => (frame as { message?: Start }).message)
      .find((message) => message?.type === 'start' && message.sim_id === simId);
  return (await until(
    () => Promise.resolve(found()),
    (start) => start !== undefined,
  ))!;
}

/** Results as an honest machine would have them, were it not for what is replaced. */
async function honest(): Promise<Ended> {
  const { sim_id } = await server.skein().simulate(REQUEST);
  await until(
    () => server.skein().status(sim_id),
    ({ status }) => status === 'done',
  );
  const response = await fetch(`${server.url}/results/${sim_id}`);
  const { simulated_sec, seed, engine_version, packets, flows, links, series, result_hash } = (await response.json()) as Ended;
  return { simulated_sec, seed, engine_version, packets, flows, links, series, result_hash };
}

type Ended = Results & { result_hash: string };
type Lie = (start: Start) => object;
const claim = ({ sim_id, epoch }: Start) => ({ sim_id, epoch });
const LIES: [string, string, Lie][] = [
  ['is further than it lasts', 'progress', (start) => ({ type: 'progress', moved: [{ ...claim(start), simulated_sec: 61 }] })],
  [
    'has said something after its end',
    'log',
    (start) => ({
      type: 'log',
      ...claim(start),
      entries: [{ number: 1, level: 'info', simulated_sec: 1000, code: 'no_route', message: 'x', details: {} }],
    }),
  ],
  [
    'has a snapshot after its end',
    'snapshot',
    (start) => ({ type: 'snapshot', ...claim(start), snapshot: { at_sec: 1e6, edits_made: 0, deflated: '' } }),
  ],
];

describe('a simulation of which its agent says what cannot be', () => {
  it.each(LIES)('(that it %s) is taken from it, and goes on elsewhere', async (_, about, lie) => {
    const rack = `rack-${about}`;
    const liar = await joined(rack);
    const simId = await submit(rack);
    const start = await started(liar.socket, simId);
    const before = total(await scrape(server.url), 'skein_agent_lies_total', { about }) ?? 0;
    liar.socket.send({ type: 'runner', message: lie(start) as { type: string } });
    const other = await joined(rack);
    expect((await started(other.socket, simId)).epoch).toBeGreaterThan(start.epoch);
    expect(total(await scrape(server.url), 'skein_agent_lies_total', { about })).toBe(before + 1);
    expect(printed).toMatch(new RegExp(`${liar.id} says what cannot be`));
    // It is not to blame, and the liar gets it no more.
    expect((await server.skein().status(simId)).status).toBe('running');
    await Promise.all([liar.socket.close(), other.socket.close()]);
  });

  it('cannot end with results of another one, and these are never published', async () => {
    const rack = 'rack-results';
    const liar = await joined(rack);
    const simId = await submit(rack);
    const start = await started(liar.socket, simId);
    const { result_hash: _, ...results } = { ...(await honest()), seed: 5 };
    const text = JSON.stringify({ ...results, result_hash: resultHash(results) });
    liar.socket.send({ type: 'runner', message: { type: 'done', ...claim(start), simulated_sec: 60, results: text } as { type: string } });
    await until(
      () => Promise.resolve(printed),
      (lines) => lines.includes(`${liar.id} says what cannot be`),
    );
    const other = await joined(rack);
    const again = await started(other.socket, simId);
    other.socket.send({ type: 'runner', message: { type: 'done', ...claim(again), simulated_sec: 60, results: '{}' } as { type: string } });
    other.socket.send({ type: 'runner', message: { type: 'workload', packet_hops: 1.7e308, lag_ms: 1 } as { type: string } });
    other.socket.send({ type: 'ping', ts: 1 });
    await other.socket.messages('pong');
    const third = await joined(rack);
    await started(third.socket, simId);
    const hops = total(await scrape(server.url), 'skein_packet_hops_total');
    expect(hops).toBeLessThan(1e9);
    expect(total(await scrape(server.url), 'skein_agent_messages_refused_total', { reason: 'invalid' })).toBe(2);
    await Promise.all([liar, other, third].map(({ socket }) => socket.close()));
  });

  it('ends with the results that an honest machine has', async () => {
    const agent = await joined('rack-honest');
    const simId = await submit('rack-honest');
    const start = await started(agent.socket, simId);
    const text = JSON.stringify(await honest());
    agent.socket.send({ type: 'runner', message: { type: 'done', ...claim(start), simulated_sec: 60, results: text } as { type: string } });
    await until(
      () => server.skein().status(simId),
      ({ status }) => status === 'done',
    );
    await agent.socket.close();
  });
});
