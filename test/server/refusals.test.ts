import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { brief } from './requests.js';

const BODY_LIMIT = 4 * 1024 * 1024;

interface Problem {
  status: number;
  code: string;
  errors: { pointer: string; message: string; value?: unknown; accepted?: string }[];
}

// Before it is stopped.
afterAll(() => expect(server.alive).toBe(true));

const server = useServer({ SKEIN_MAX_BODY_BYTES: String(BODY_LIMIT) });

function post(path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
}

async function problem(answer: Promise<Response>): Promise<Problem> {
  const response = await answer;
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json\b/);
  const document = (await response.json()) as Problem;
  expect(document.status).toBe(response.status);
  expect(document).toMatchObject({ type: `urn:skein:problem:${document.code}`, title: expect.any(String), detail: expect.any(String) });
  return document;
}

describe('what is refused', () => {
  it.each(['{', '', 'nodes: A', '{"topology": NaN}', '\u0000', '"\ud800'])('is what is not JSON: %j', async (body) => {
    expect(await problem(post('/simulate', body))).toMatchObject({ status: 400 });
  });

  it('is what is too large, packed or not', async () => {
    const body = JSON.stringify({ ...brief, name: 'x'.repeat(BODY_LIMIT) });
    expect(await problem(post('/simulate', body))).toMatchObject({ status: 413, code: 'too_large' });
    const packed = new Uint8Array(gzipSync(body));
    expect(await problem(post('/simulate', packed, { 'content-encoding': 'gzip' }))).toMatchObject({ status: 413, code: 'too_large' });
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/jsonp'])('is %s', async (type) => {
    const answer = post('/simulate', JSON.stringify(brief), { 'content-type': type });
    expect(await problem(answer)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  it('is an encoding that nobody knows, or that is not what it says', async () => {
    const unknown = await problem(post('/simulate', '{}', { 'content-encoding': 'rot13' }));
    expect(unknown.status).toBe(415);
    const broken = await problem(post('/simulate', '{}', { 'content-encoding': 'gzip' }));
    expect(broken.status).toBe(400);
  });

  it('is a way that leads nowhere', async () => {
    expect(await problem(fetch(`${server.url}/nowhere`))).toMatchObject({ status: 404, code: 'not_found' });
    const other = await fetch(`${server.url}/simulate`);
    expect(await problem(Promise.resolve(other))).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(other.headers.get('allow')).toBe('POST');
    expect(await problem(fetch(`${server.url}/status/%E0%A4%A`))).toMatchObject({ status: 400 });
  });

  it('is told all that is wrong with it, and where', async () => {
    const { status, code, errors } = await problem(
      post(
        '/simulate',
        JSON.stringify({
          topology: {
            nodes: ['A', 'A', ''],
            links: [
              { from: 'A', to: 'Z', latency: -1 },
              { from: 'A', to: 'A', latency: '10' },
            ],
          },
          config: { duration_sec: 0, packet_loss_percent: 101, lenght: 5, log_levle: 'info' },
        }),
      ),
    );
    expect([status, code]).toEqual([422, 'validation_failed']);
    const pointers = errors.map(({ pointer }) => pointer);
    for (const expected of [
      '/topology/nodes/1',
      '/topology/nodes/2',
      '/topology/links/0/to',
      '/topology/links/0/latency',
      '/topology/links/1/latency',
      '/config/duration_sec',
      '/config/packet_loss_percent',
      '/config/lenght',
      '/config/log_levle',
    ]) {
      expect(pointers).toContain(expected);
    }
    expect(pointers.some((pointer) => pointer === '/topology/links/1' || pointer === '/topology/links/1/to')).toBe(true);
    const unknown = errors.find(({ pointer }) => pointer === '/config/log_levle');
    expect(`${unknown?.message} ${unknown?.accepted}`).toContain('log_level');
    expect(errors.find(({ pointer }) => pointer === '/config/packet_loss_percent')?.value).toBe(101);
  });
});

describe('a topology of megabytes', () => {
  it('is accepted while the server keeps answering', async () => {
    const nodes = Array.from({ length: 10_000 }, (_, i) => `router-${i}`);
    const links = nodes.slice(1).map((to, i) => ({ from: nodes[i], to, latency: 1.5, bandwidth_mbps: 1000, id: `link-${i}-of-a-chain` }));
    const traffic = [{ from: nodes[0], to: nodes[9], rate_pps: 1 }];
    const body = JSON.stringify({ topology: { nodes, links }, traffic, config: { duration_sec: 1, speed: 'max' } });
    expect(body.length).toBeGreaterThan(1024 * 1024);
    /** How many questions were answered before the request was. */
    const meanwhile = async (): Promise<number> => {
      let answers = 0;
      let finished = false;
      const accepted = post('/simulate', body).finally(() => (finished = true));
      for (;;) {
        const health = await fetch(`${server.url}/healthz`);
        expect(await health.json()).toEqual({ status: 'ok' });
        if (finished) break;
        answers++;
      }
      expect((await accepted).status).toBe(202);
      return answers;
    };
    // Again, where this process was held up until both answers were there.
    await until(meanwhile, (answers) => answers > 0);
  });
});

describe('whatever JSON is sent', () => {
  const path = fc.constantFrom('/simulate', '/topologies/validate');
  const member = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant('A'), fc.constant(['A', 'B']), fc.double(), fc.integer());
  const links = fc.array(fc.record({ from: member, to: member, latency: member, bandwidth_mbps: member }, { requiredKeys: [] }));
  const topology = fc.oneof(member, fc.record({ nodes: fc.oneof(member, fc.array(member)), links: fc.oneof(member, links) }));
  const config = fc.oneof(member, fc.record({ duration_sec: member, speed: member, seed: member, routing: member }, { requiredKeys: [] }));
  const request = fc.record({ topology, config, traffic: member, name: member }, { requiredKeys: ['topology'] });

  it('is answered, and never by a fault of the server', async () => {
    await fc.assert(
      fc.asyncProperty(path, fc.oneof(fc.jsonValue(), request), async (where, body) => {
        const { status } = await post(where, JSON.stringify(body));
        expect([200, 202, 400, 422]).toContain(status);
      }),
      { numRuns: 200 },
    );
    await until(
      async () => (await fetch(`${server.url}/readyz`)).status,
      (status) => status === 200,
    );
  });
});
