import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Socket } from '../fleet/sockets.js';
import { ask } from '../support/http.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { dealtWith } from './agents.js';
import { type Cost, costOf } from './measure.js';
import { bytesOf, type Payload } from './payloads.js';
import { ENVIRONMENT, TOKEN, Victim } from './victim.js';

const MB = 1024 * 1024;
const PART_LENGTH = MB;

const server = useServer(ENVIRONMENT);
const victim = new Victim(server);
let neighbour: Socket;

beforeAll(async () => {
  neighbour = await victim.connect(await victim.enrol());
});

/** @param budget milliseconds of CPU time of the thread that serves, and bytes of memory */
function expectWithin({ httpThreadMs, grownBytes }: Cost, budget: { ms: number; mb: number }): void {
  expect(httpThreadMs).toBeLessThan(budget.ms);
  expect(grownBytes / MB).toBeLessThan(budget.mb);
}

describe('what comes without a credential', () => {
  it.each(['/agents/register', '/responses/a/019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f', '/simulate'])(
    'is not inflated: 16 KB of 16 MB, eight times at once, to %s',
    async (path) => {
      const body = gzipSync('[' + '{},'.repeat(5_500_000) + '{}]');
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      const cost = await costOf(server, async () => {
        const answers = await Promise.all(Array.from({ length: 8 }, () => ask(server.url + path, { method: 'POST', headers, body })));
        expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
      });
      expectWithin(cost, { ms: 100, mb: 50 });
    },
  );
});

describe('what an agent sends', () => {
  it.each<[string, Payload]>([
    ['78 KB of 60 MB', { shape: 'objects', bytes: 60_000_000, packing: 'deflate' }],
    ['a message that inflates to 190 MB', { shape: 'objects', bytes: 190_000_000, packing: 'deflate' }],
    ['spaces', { shape: 'spaces', bytes: 190_000_000, packing: 'deflate' }],
    ['one name', { shape: 'a_result', bytes: 190_000_000, packing: 'deflate' }],
  ])('is inflated elsewhere: %s', async (_, payload) => {
    const data = bytesOf(payload).toString('base64');
    const socket = await victim.connect(await victim.enrol());
    const cost = await costOf(server, async () => {
      for (let from = 0; from < data.length; from += PART_LENGTH)
        socket.send(JSON.stringify({ type: 'part', data: data.slice(from, from + PART_LENGTH), last: from + PART_LENGTH >= data.length }));
      expect(await dealtWith(socket)).toBe(true);
      socket.socket.terminate();
    });
    expectWithin(cost, { ms: 250, mb: 1_000 });
    await victim.worksFor(neighbour);
  });
});

describe('what is sent out', () => {
  it('waits in the database for agents that are away, and leaves it as they read', async () => {
    const agent = await victim.enrol();
    const args = { text: 'x'.repeat(10 * MB) };
    const sent = 12;
    for (let i = 0; i < sent; i++) await victim.json('POST', '/commands', { targets: { ids: [agent.id] }, command: 'echo', args });
    const cost = await costOf(server, async () => {
      const socket = await victim.connect(agent);
      for (let done = 0; done < sent; done++) {
        const { id } = (await socket.messages('command', done + 1))[done];
        socket.send({ type: 'ack', id });
        socket.send({ type: 'result', id, state: 'succeeded', result: 'ok' });
      }
      await socket.close();
    });
    expect(cost.grownBytes / MB).toBeLessThan(sent * 10 * 3);
  });

  it('is bounded by its bytes: responses of 4 MB each', async () => {
    const agent = await victim.enrol();
    const socket = await victim.connect(agent);
    const sent = 30;
    for (let i = 0; i < sent; i++) {
      await victim.json('POST', '/commands', { targets: { ids: [agent.id] }, command: 'echo' });
      const { id } = (await socket.messages('command', i + 1))[i];
      socket.send({ type: 'result', id, state: 'succeeded', result: 'x'.repeat(4 * MB - 1) });
      await socket.messages('result_ack', i + 1);
    }
    socket.socket.terminate();
    const answer = await victim.ask('GET', `/responses/${agent.id}`);
    expect(answer.status).toBe(200);
    expect((JSON.parse(answer.text) as unknown[]).length).toBeGreaterThan(0);
    expect(answer.text.length / MB).toBeLessThan(40);
  });

  it('is held for nobody who does not read: 40 readers of large results', async () => {
    const nodes = Array.from({ length: 200 }, (_, i) => `n${i}`);
    const links = nodes.map((from, i) => ({ from, to: nodes[(i + 1) % nodes.length], latency: 1, bandwidth_mbps: 10_000 }));
    const traffic = Array.from({ length: 30_000 }, (_, i) => ({ from: nodes[i % 200], to: nodes[(i + 1 + (i % 3)) % 200], rate_pps: 0.5 }));
    const request = { topology: { nodes, links }, traffic, config: { duration_sec: 1, speed: 'max' } };
    const { sim_id } = await victim.json<{ sim_id: string }>('POST', '/simulate', request);
    await until(
      () => victim.json<{ status: string }>('GET', `/status/${sim_id}`),
      ({ status }) => status === 'done',
    );
    const { text } = await victim.ask('GET', `/results/${sim_id}`);
    expect(text.length / MB).toBeGreaterThan(8);
    const { hostname, port } = new URL(server.url);
    const cost = await costOf(server, async () => {
      const readers = Array.from({ length: 40 }, () => {
        const socket = connect({ host: hostname, port: Number(port) });
        socket.on('error', () => undefined);
        socket.write(`GET /results/${sim_id} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TOKEN}\r\n\r\n`);
        socket.pause();
        return socket;
      });
      for (let i = 0; i < 5; i++) await victim.worksFor(neighbour);
      for (const socket of readers) socket.destroy();
    });
    expectWithin(cost, { ms: 1_500, mb: 250 });
  });
});

describe('a short request that means much', () => {
  it('fails clearly, and ends no other: eight times packets in flight that no memory holds', async () => {
    const topology = { nodes: ['a', 'b'], links: [{ from: 'a', to: 'b', latency: 60_000, bandwidth_mbps: 100_000 }] };
    const traffic = [{ from: 'a', to: 'b', rate_pps: 5_000_000, packet_bytes: 64 }];
    const request = { topology, traffic, config: { duration_sec: 3_600, speed: 'max' } };
    const cost = await costOf(server, async () => {
      const made = await Promise.all(Array.from({ length: 8 }, () => victim.ask('POST', '/simulate', request)));
      const simIds = made.flatMap(({ status, text }) => (status === 202 ? [(JSON.parse(text) as { sim_id: string }).sim_id] : []));
      for (const simId of simIds) {
        const { error } = await until(
          () => victim.json<{ status: string; error: { code: string; message: string } }>('GET', `/status/${simId}`),
          ({ status }) => status === 'failed',
        );
        expect(error.code).not.toBe('out_of_memory');
        expect(error.message).toMatch(/packets/);
      }
      await victim.worksFor(neighbour);
    });
    expectWithin(cost, { ms: 1_000, mb: 1_000 });
  });
});
