import { describe, expect, it } from '@jest/globals';
import { ECMP_MODES, type EcmpMode, type Edit, type NetworkLink } from '@skein/topology';
import { Simulator } from './simulator.js';
import { burst, flow, link, scenario } from './testing/scenario.js';

const KB = 1024;
const THREE_ROUTERS = [link('A', 'B', { latency: 10 }), link('B', 'C', { latency: 15 })];

/** A ring of eight with lossy, jittery links under more load than they can serve, so that every queue is full and delays spread over octaves. */
const RING = Array.from({ length: 8 }, (_, i): NetworkLink => {
  return link(`${i}`, `${(i + 1) % 8}`, { id: `link ${i}`, latency: 5 * i, bandwidth_mbps: 0.5, loss_percent: 2, jitter_ms: 3 });
});

function bytesAfter(links: NetworkLink[], durationSec: number, ecmp: EcmpMode = 'none'): number {
  const simulator = new Simulator(scenario(links, null, { duration_sec: durationSec, routing: { metric: 'hops', ecmp } }));
  simulator.advance(Infinity);
  expect(simulator.results().packets.delivered).toBeGreaterThan(0);
  return simulator.bytesHeld;
}

describe('a simulation of three routers with default traffic', () => {
  it('holds less than 64 KB, whatever shares its paths', () => {
    for (const ecmp of ECMP_MODES) {
      const bytes = bytesAfter(THREE_ROUTERS, 30, ecmp);
      expect(bytes).toBeGreaterThan(KB);
      expect(bytes).toBeLessThan(64 * KB);
    }
  });
});

describe('a queue that drains', () => {
  it('costs no more than one that fills: delays that only fall are kept as well as others', () => {
    // A hundred packets of 8 ms each are there first, then one comes every 10 ms.
    const traffic = [burst('A', 'B', 100, { id: 'first' }), flow('A', 'B', { arrivals: 'constant', rate_pps: 100, start_sec: 0.001 })];
    const simulator = new Simulator(scenario([link('A', 'B', { bandwidth_mbps: 1, queue_packets: 1000 })], traffic));
    simulator.advance(Infinity);
    const { max, min } = simulator.results().flows[1].delay_ms;
    expect([max, min].map((ms) => Math.round(ms!))).toEqual([807, 8]);
    expect(simulator.bytesHeld).toBeLessThan(64 * KB);
  });
});

describe('a run of ten times the length', () => {
  it.each([
    { name: 'three idle routers', links: THREE_ROUTERS, durationSec: 300 },
    { name: 'an overloaded ring', links: RING, durationSec: 30 },
  ])('holds no more of $name', ({ links, durationSec }) => {
    for (const ecmp of ECMP_MODES) {
      expect(bytesAfter(links, 10 * durationSec, ecmp)).toBeLessThanOrEqual(bytesAfter(links, durationSec, ecmp));
    }
  });
});

describe('hundreds of edits under load', () => {
  const EARLY = 100;
  const ROUNDS = 400;
  /** What 70 bytes a round would come to in between, of the 670 000 that are held. */
  const AT_MOST = 1.03;
  const BEGIN_SEC = 30;

  /** Bytes held after some of the rounds and after all of them, one round every 0.05 s, beginning when delays have spread as far as they do. */
  function bytesThrough(round: (i: number) => Edit[][], ecmp: EcmpMode = 'none'): { early: number; late: number } {
    // One sample in all, so that the series of samples stays as long as it is.
    const config = { duration_sec: 200, sample_interval_sec: 200, routing: { metric: 'hops' as const, ecmp } };
    const simulator = new Simulator(scenario(RING, null, config));
    let early = 0;
    for (let i = 0; i < ROUNDS; i++) {
      const halves = round(i);
      halves.forEach((edits, half) => {
        simulator.advance(BEGIN_SEC + 0.05 * (i + (half + 1) / halves.length));
        expect(simulator.apply(edits)).toEqual({ ok: true });
      });
      if (i === EARLY) early = simulator.bytesHeld;
    }
    expect(simulator.results().packets.in_flight).toBeGreaterThan(100);
    return { early, late: simulator.bytesHeld };
  }

  it.each(ECMP_MODES)('that fail and restore a link do not add up, with ecmp %s', (ecmp) => {
    const { early, late } = bytesThrough(
      () => [[{ operation: 'fail_link', link_id: 'link 2' }], [{ operation: 'restore_link', link_id: 'link 2' }]],
      ecmp,
    );
    expect(late).toBeLessThan(early * AT_MOST);
  });

  it('that fail and restore a router do not add up', () => {
    const { early, late } = bytesThrough(() => [
      [{ operation: 'fail_router', node_id: '3' }],
      [{ operation: 'restore_router', node_id: '3' }],
    ]);
    expect(late).toBeLessThan(early * AT_MOST);
  });

  it('that change a link or a flow do not add up', () => {
    const chances = { bad_to_good_percent: 30, loss_good_percent: 0, loss_bad_percent: 90 };
    const { early, late } = bytesThrough((i) => [
      [
        {
          operation: 'update_link',
          link_id: 'link 2',
          changes: { latency: i % 7, queue_bytes: 20_000 + i, bandwidth_mbps: 0.5 + (i % 3) / 10 },
        },
        { operation: 'update_link', link_id: 'link 3', changes: { gilbert_elliott: { good_to_bad_percent: i % 5, ...chances } } },
        { operation: 'update_link', link_id: 'link 3', changes: { loss_percent: i % 3 } },
        {
          operation: 'update_flow',
          flow_id: '0-4',
          changes: {
            rate_pps: 10 + (i % 7),
            arrivals: (['poisson', 'constant', 'on_off'] as const)[i % 3],
            packet_bytes: [
              { bytes: 100, weight: 1 },
              { bytes: 100 + i, weight: 2 },
            ],
          },
        },
      ],
    ]);
    expect(late).toBeLessThan(early * AT_MOST);
  });

  it('that add and remove links and flows cost what their measurements take, which stay', () => {
    const { early, late } = bytesThrough((i) => [
      [
        { operation: 'add_link', link: link('0', '5', { id: `new ${i}` }) },
        { operation: 'add_flow', flow: flow('0', '6', { id: 'new' }) },
      ],
      [
        { operation: 'remove_link', link_id: `new ${i}` },
        { operation: 'stop_flow', flow_id: 'new' },
      ],
    ]);
    expect(late - early).toBeLessThan(2 * KB * (ROUNDS - EARLY));
  });
});
