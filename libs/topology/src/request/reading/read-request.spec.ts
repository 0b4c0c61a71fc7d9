import { describe, expect, it } from '@jest/globals';
import { admitted, threeNodes } from '../testing/bodies.js';

const EXAMPLE = threeNodes({ config: { duration_sec: 60, packet_loss_percent: 0.1, log_level: 'info' } });

describe('a request that validates', () => {
  it('becomes a scenario with nothing left to default', () => {
    const { runs, nodes, links, warnings, name, labels, priority } = admitted(EXAMPLE);
    const position = { label: null, x: null, y: null, lat: null, lon: null };
    const loss = { loss_percent: 0.1, gilbert_elliott: null };
    const link = { bandwidth_mbps: 100, ...loss, jitter_ms: 0, queue_packets: 100, queue_bytes: null, directed: false };
    expect(runs).toEqual({
      topology: {
        nodes: ['A', 'B', 'C'].map((id) => ({ id, type: 'router', ...position })),
        links: [
          { id: 'A-B', from: 'A', to: 'B', latency: 10, ...link },
          { id: 'B-C', from: 'B', to: 'C', latency: 15, ...link },
        ],
      },
      traffic: null,
      config: {
        duration_sec: 60,
        packet_loss_percent: 0.1,
        log_level: 'info',
        seed: 1,
        speed: 1,
        warmup_sec: 0,
        routing: { metric: 'latency', ecmp: 'none' },
        sample_interval_sec: 0.5,
      },
    });
    const rest = { nodes: 3, links: 2, warnings: [], name: null, labels: {}, priority: 0 };
    expect({ nodes, links, warnings, name, labels, priority }).toEqual(rest);
  });

  it('runs with the default configuration where it gives none', () => {
    expect(admitted(threeNodes()).config).toMatchObject({ duration_sec: 30, packet_loss_percent: 0, log_level: 'warning' });
  });

  it('may leave out each member of the configuration alone', () => {
    const { config } = admitted(threeNodes({ config: { routing: {}, speed: 'max' } }));
    expect(config).toMatchObject({ duration_sec: 30, speed: 'max', routing: { metric: 'latency', ecmp: 'none' } });
  });

  it('may say null for whatever it may leave out', () => {
    const nulls = threeNodes({ config: null, traffic: null, name: null, labels: null, priority: null });
    expect(admitted(nulls).scenario).toBe(admitted(threeNodes()).scenario);
  });

  it('keeps the loss that a link gives itself, zero included', () => {
    const links = [
      { from: 'A', to: 'B', latency: 1, loss_percent: 0 },
      { from: 'A', to: 'B', latency: 1 },
    ];
    const { runs } = admitted({ topology: { nodes: ['A', 'B'], links }, config: { packet_loss_percent: 5 } });
    expect(runs.topology.links.map(({ loss_percent }) => loss_percent)).toEqual([0, 5]);
  });

  it.each([
    ['a latency of zero', { latency: 0 }, {}],
    ['a link of one kilobit per second', { bandwidth_mbps: 0.001 }, {}],
    ['a link of less than a bit per second', { bandwidth_mbps: 1e-8 }, {}],
    ['a duration of many days', {}, { duration_sec: 90 * 86_400 }],
    ['a duration of microseconds', {}, { duration_sec: 5e-6 }],
    ['the largest seed', {}, { seed: 2 ** 53 - 1 }],
  ])('may have %s', (_, link, config) => {
    const links = [{ from: 'A', to: 'B', latency: 1, ...link }];
    expect(admitted({ topology: { nodes: ['A', 'B'], links }, config }).warnings).toEqual([]);
  });

  it('may have labels with any name that is text, even one that means something to JavaScript', () => {
    const { labels } = admitted(`{"topology":{"nodes":["A"]},"labels":{"constructor":"b","__proto__":"a"}}`);
    expect(Object.entries(labels)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });
});

describe('the fingerprint of a request', () => {
  const fingerprint = (request: unknown) => admitted(request).fingerprint;

  it('is the same for bodies that mean the same', () => {
    const spelledOut = {
      labels: { b: '2', a: '1' },
      priority: 0,
      config: { seed: 1, log_level: 'warning', duration_sec: 30.0, sample_interval_sec: 0.2, routing: { ecmp: 'none' } },
      topology: {
        links: [
          { latency: 10, to: 'B', from: 'A', id: 'A-B', directed: false },
          { latency: 15, to: 'C', from: 'B', queue_packets: 100, queue_bytes: null, gilbert_elliott: null },
        ],
        nodes: [{ id: 'A' }, { type: 'router', id: 'B' }, 'C'],
      },
    };
    const terse = threeNodes({ labels: { a: '1', b: '2' } });
    expect(fingerprint(JSON.stringify(spelledOut, null, 2))).toBe(fingerprint(terse));
  });

  it.each([
    ['name', { name: 'x' }],
    ['labels', { labels: { a: '1' } }],
    ['priority', { priority: -1 }],
    ['seed', { config: { seed: 2 } }],
    ['speed', { config: { speed: 'max' } }],
    ['ECMP', { config: { routing: { ecmp: 'flow' } } }],
    ['sampling', { config: { sample_interval_sec: 1 } }],
    ['traffic', { traffic: [] }],
  ])('differs where the %s differs', (_, more) => {
    expect(fingerprint(threeNodes(more))).not.toBe(fingerprint(threeNodes()));
  });
});
