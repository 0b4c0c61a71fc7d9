import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DEFAULT_LIMITS } from '../../model/defaults.js';
import { bodyOf, threeNodes } from '../../request/testing/bodies.js';
import { TopologiesController } from '../topologies.controller.js';
import { TopologyModule } from '../topology.module.js';
import { LARGEST_IN_LINE_BYTES, RequestReader } from './request-reader.js';
import { read, type Readings } from './reading.js';

/** Threads run what is compiled. */
const WORKER = new URL('../../../dist/nest/reading/reading.worker.js', import.meta.url);

let app: INestApplicationContext;
let reader: RequestReader;

beforeAll(async () => {
  app = await NestFactory.createApplicationContext(TopologyModule.forRoot(DEFAULT_LIMITS, WORKER), { logger: false });
  reader = app.get(RequestReader);
});
afterAll(() => app.close());

function ring(size: number, more: object = {}): object {
  const nodes = Array.from({ length: size }, (_, node) => `node ${node}`);
  const links = nodes.map((from, node) => ({ from, to: nodes[(node + 1) % size], latency: node % 7, ...more }));
  return { topology: { nodes, links }, labels: JSON.parse('{"__proto__":"x"}') as object };
}

/** The bytes as they were sent, which a request keeps, as text. */
function withBytes(value: unknown): unknown {
  const { sent } = value as { sent?: Uint8Array };
  return sent === undefined ? value : { ...(value as object), sent: Buffer.from(sent).toString() };
}

async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => ({ ok: true, value: withBytes(value) }),
    ({ code, message, errors }: { code: string; message: string; errors: unknown }) => ({ ok: false, code, message, errors }),
  );
}

describe('a large body, read on another thread', () => {
  it.each([
    ['a valid one', ring(2000)],
    ['one with thousands of problems', ring(2000, { latency: '1', hops: 3 })],
    ['one that is not JSON', JSON.stringify(ring(2000)).slice(0, -1)],
  ])('(%s) has the same outcome as on this thread', async (_, request) => {
    const body = bodyOf(request);
    expect(body.byteLength).toBeGreaterThan(LARGEST_IN_LINE_BYTES.request);
    for (const kind of ['request', 'topology'] satisfies (keyof Readings)[]) {
      const here = read({ kind, body, limits: DEFAULT_LIMITS });
      const there = await outcomeOf(kind === 'request' ? reader.readRequest(body) : reader.readTopology(body));
      if (here.ok) expect(there).toEqual({ ok: true, value: kind === 'request' ? withBytes({ ...here.value, sent: body }) : here });
      else if (kind === 'request' || here.refusal.code === 'not_json')
        expect(there).toEqual({ ok: false, code: here.refusal.code, message: here.refusal.detail, errors: here.refusal.errors });
      else expect(there).toEqual({ ok: true, value: here });
    }
  });

  it('is still there afterwards, for the request to be carried out again', async () => {
    const body = bodyOf(ring(2000));
    const first = await reader.readRequest(body);
    expect((await reader.readRequest(body)).fingerprint).toBe(first.fingerprint);
  });
});

describe('a body', () => {
  it.each([undefined, {}, Buffer.alloc(0)])('that is missing (%p) is not JSON', async (body) => {
    await expect(reader.readRequest(body)).rejects.toMatchObject({ code: 'not_json', message: expect.stringMatching(/empty/) });
  });

  it('that is valid is admitted', async () => {
    await expect(reader.readRequest(bodyOf(threeNodes()))).resolves.toMatchObject({ nodes: 3, links: 2 });
  });
});

describe('POST /topologies/validate', () => {
  const validate = (value: unknown) => app.get(TopologiesController).validate({ body: bodyOf(value) });

  it('answers with a summary of what is valid', async () => {
    const summary = { nodes: 3, links: 2, components: 1, diameter_hops: 2 };
    expect(await validate(threeNodes())).toEqual({ valid: true, errors: [], warnings: [], summary });
  });

  it('answers with what is wrong', async () => {
    const answer = await validate({ nodes: [] });
    expect(answer).toMatchObject({ valid: false, errors: [{ pointer: '/nodes' }], summary: { nodes: null } });
  });
});
