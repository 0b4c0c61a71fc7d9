import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_LIMITS } from '../../model/defaults.js';
import type { NetworkLink } from '../../model/network.js';
import type { Scenario } from '../../model/scenario.js';
import * as bounds from '../bounds.js';
import type { AdmittedRequest, ReadOutcome } from '../outcome.js';
import { bodyOf } from '../testing/bodies.js';
import { readRequest } from './read-request.js';
import { readTopology } from './read-topology.js';

const VALID = {
  topology: {
    nodes: ['A', { id: 'B', type: 'host', label: 'b', x: 1, y: 2, lat: 3, lon: 4 }, 'C'],
    links: [
      { from: 'A', to: 'B', latency: 10, id: 'l', bandwidth_mbps: 1, loss_percent: 1, jitter_ms: 1, queue_packets: 5, directed: true },
      {
        from: 'B',
        to: 'C',
        queue_bytes: 1500,
        gilbert_elliott: { good_to_bad_percent: 1, bad_to_good_percent: 2, loss_good_percent: 3, loss_bad_percent: 4 },
      },
      { from: 'B', to: 'C' },
    ],
  },
  config: {
    duration_sec: 60,
    packet_loss_percent: 0.1,
    log_level: 'info',
    seed: 1,
    speed: 'max',
    warmup_sec: 1,
    routing: { metric: 'hops', ecmp: 'packet' },
    sample_interval_sec: 0.5,
  },
  traffic: [
    { id: 'f', from: 'A', to: 'C', rate_pps: 1, path: ['A', 'B', 'C'], start_sec: 1, stop_sec: 2 },
    {
      from: 'A',
      to: 'B',
      rate_mbps: 1,
      arrivals: 'on_off',
      periods: 'fixed',
      on_sec: 1,
      off_sec: 1,
      packet_bytes: [{ bytes: 40, weight: 1 }],
    },
  ],
  name: 'valid',
  labels: { team: 'core' },
  priority: 3,
};

/** JSON texts of values that sit at borders, are of another type, or mean something to JavaScript. */
const odd = fc.oneof(
  fc.constantFrom(
    'null',
    '0',
    '-0',
    '-1',
    '1e999',
    '-1e999',
    '5e-324',
    '1e308',
    '1e9',
    '0.1',
    '""',
    '"A"',
    '"1"',
    '"\\u0000"',
    '"\\ud800"',
  ),
  fc.constantFrom('[]', '{}', 'true', '{"__proto__":null}', '{"constructor":1}', '{"toString":[]}', '[[[[[[[]]]]]]]', '["A","A"]'),
  fc.json(),
);

type Path = (string | number)[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => pathsIn(member, [...path, name]))];
}

/** JSON text of the valid request with some members replaced, and some odd ones added beside them. */
const mutated = fc
  .array(fc.tuple(fc.constantFrom(...pathsIn(VALID)), odd, fc.option(fc.string(), { nil: undefined, freq: 2 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((mutations) => mutations.reduce((request, [path, text, name]) => put(request, path, JSON.parse(text), name), VALID as unknown));

function put(whole: unknown, [first, ...rest]: Path, value: unknown, beside: string | undefined): unknown {
  if (first === undefined) return value;
  if (typeof whole !== 'object' || whole === null || !Object.hasOwn(whole, first)) return whole;
  const copy = (Array.isArray(whole) ? [...(whole as unknown[])] : { ...whole }) as Record<string, unknown>;
  const named = beside !== undefined && !Array.isArray(copy);
  if (rest.length === 0 && named) Object.defineProperty(copy, beside, { value, enumerable: true, configurable: true });
  else copy[first] = put(copy[first], rest, value, beside);
  return copy;
}

/** JSON text, with numbers that JSON.stringify cannot write. */
function textOf(value: unknown): string {
  const text = JSON.stringify(value, (_, member: unknown) => (member === Infinity ? '∞' : member === -Infinity ? '-∞' : member));
  return text.replaceAll('"∞"', '1e999').replaceAll('"-∞"', '-1e999');
}

/** Whether a pointer leads to a member, or to where one is missing. */
function leads(document: unknown, pointer: string): boolean {
  const names = pointer.split('/').slice(1);
  let place: unknown = document;
  return names.every((name, depth) => {
    if (typeof place !== 'object' || place === null) return false;
    const member = name.replaceAll('~1', '/').replaceAll('~0', '~');
    const here = Object.hasOwn(place, member);
    place = (place as Record<string, unknown>)[member];
    return here || depth === names.length - 1;
  });
}

function lossOf({ loss_percent, gilbert_elliott }: NetworkLink): number[] {
  if (loss_percent !== null) return [loss_percent];
  return Object.values<number>({ ...gilbert_elliott });
}

function expectLegal({ scenario, fingerprint }: AdmittedRequest): void {
  const { topology, traffic, config } = JSON.parse(scenario) as Scenario;
  const ids = new Set(topology.nodes.map(({ id }) => id));
  expect(ids.size).toBe(topology.nodes.length);
  expect(new Set(topology.links.map(({ id }) => id)).size).toBe(topology.links.length);
  expect(new Set(traffic?.map(({ id }) => id)).size).toBe(traffic?.length ?? 0);
  const within = (least: number, value: number, most: number) => value >= least && value <= most;
  for (const link of topology.links) {
    expect(ids.has(link.from) && ids.has(link.to) && link.from !== link.to).toBe(true);
    expect(within(0, link.latency, bounds.MAX_LATENCY_MS) && within(0, link.jitter_ms, bounds.MAX_LATENCY_MS)).toBe(true);
    expect(within(bounds.MIN_BANDWIDTH_MBPS, link.bandwidth_mbps, bounds.MAX_BANDWIDTH_MBPS)).toBe(true);
    expect(lossOf(link).every((percent) => within(0, percent, 100))).toBe(true);
    expect((link.loss_percent === null) !== (link.gilbert_elliott === null)).toBe(true);
    expect((link.queue_packets === null) !== (link.queue_bytes === null)).toBe(true);
    expect(within(1, link.queue_packets ?? 1, bounds.MAX_QUEUE_PACKETS)).toBe(true);
    expect(within(Number.MIN_VALUE, link.queue_bytes ?? 1, bounds.MAX_QUEUE_BYTES)).toBe(true);
  }
  for (const flow of traffic ?? []) {
    expect(ids.has(flow.from) && ids.has(flow.to) && flow.from !== flow.to).toBe(true);
    expect(within(bounds.MIN_RATE_PPS, flow.rate_pps, bounds.MAX_RATE_PPS)).toBe(true);
    expect(flow.stop_sec === null || flow.stop_sec > flow.start_sec).toBe(true);
  }
  expect(within(bounds.MIN_DURATION_SEC, config.duration_sec, bounds.MAX_DURATION_SEC)).toBe(true);
  expect(config.sample_interval_sec).toBeGreaterThanOrEqual(config.duration_sec / bounds.MAX_SAMPLES);
  expect(config.warmup_sec).toBeLessThan(config.duration_sec);
  expect(/\\u0000|\\ud[89a-f]/.test(scenario.replaceAll('\\\\', ''))).toBe(false);
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
}

function expectRefusal(outcome: Extract<ReadOutcome<unknown>, { ok: false }>, document: unknown): void {
  expect(outcome.refusal.errors.length).toBeGreaterThan(0);
  expect(outcome.refusal.errors.filter(({ pointer }) => !leads(document, pointer))).toEqual([]);
  expect(() => JSON.stringify(outcome)).not.toThrow();
}

describe('no input, however odd', () => {
  it.each([
    ['any JSON', fc.jsonValue()],
    ['a valid request with something odd in it', mutated],
  ])('(%s) does anything but run or be refused where it is wrong', (_, requests) => {
    let admitted = 0;
    fc.assert(
      fc.property(requests, (request) => {
        const text = textOf(request);
        const document: unknown = JSON.parse(text);
        const outcome = readRequest(bodyOf(text), DEFAULT_LIMITS);
        if (outcome.ok) expectLegal(outcome.value);
        else expectRefusal(outcome, document);
        admitted += Number(outcome.ok);
        const validation = readTopology(bodyOf(text), DEFAULT_LIMITS);
        if (typeof document === 'object' && document !== null && 'topology' in document) expect(validation.ok).toBe(outcome.ok);
        if (!validation.ok) expectRefusal(validation, document);
      }),
      { numRuns: 2000 },
    );
    if (requests === mutated) expect(admitted).toBeGreaterThan(0);
  });

  it('throws for bytes that are no text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const outcome = readRequest(bytes, DEFAULT_LIMITS);
        expect(outcome.ok).toBe(false);
      }),
    );
  });

  it.each([
    ['brackets', '['.repeat(1_000_000) + ']'.repeat(1_000_000)],
    ['brackets in a request', `{"topology":{"nodes":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}}`],
    ['objects', '{"topology":'.repeat(300_000) + '1' + '}'.repeat(300_000)],
  ])('overflows the stack with nested %s', (_, text) => {
    expect(readRequest(bodyOf(text), DEFAULT_LIMITS)).toMatchObject({ ok: false, refusal: { code: 'validation_failed' } });
  });
});
