import { describe, expect, it } from '@jest/globals';
import type { Edit, EffectiveConfig, Flow, NetworkLink } from '@skein/topology';
import fc from 'fast-check';
import { Simulator } from '../simulator.js';
import { unevenness } from '../testing/chi-square.js';
import { run } from '../testing/run.js';
import { flow, link, scenario } from '../testing/scenario.js';

/** Standard deviations within which every deviation here must stay. */
const LIMIT = 4;

const sharing = (ecmp: 'flow' | 'packet', rest: Partial<EffectiveConfig> = {}): Partial<EffectiveConfig> => ({
  routing: { metric: 'hops', ecmp },
  ...rest,
});

/** `ways` routers between two, the i-th, counted from 0, reached in i + 1 milliseconds; fast enough that no packet waits noticeably. */
function fan(ways: number, from = 'A', to = 'Z'): NetworkLink[] {
  return Array.from({ length: ways }, (_, i) => `${from}${to}${i}`).flatMap((middle, i) => [
    link(from, middle, { bandwidth_mbps: 100_000, latency: i + 1, queue_packets: 100_000 }),
    link(middle, to, { bandwidth_mbps: 100_000 }),
  ]);
}

function parallel(ways: number): NetworkLink[] {
  return Array.from({ length: ways }, (_, i) => link('A', 'Z', { id: `${i}`, bandwidth_mbps: 100_000, queue_packets: 100_000 }));
}

/** Flows of one packet each. */
function lone(flows: number): Flow[] {
  return Array.from({ length: flows }, (_, i) => flow('A', 'Z', { id: `flow ${i}`, arrivals: 'constant', stop_sec: 0.05 }));
}

/** What each direction that leaves A has carried. */
function shares(links: NetworkLink[], traffic: Flow[], config: Partial<EffectiveConfig>): number[] {
  return run(scenario(links, traffic, config))
    .links.filter(({ from, packets }) => from === 'A' && packets > 0)
    .map(({ packets }) => packets);
}

describe('flows that choose', () => {
  for (const ways of [2, 3, 5]) {
    it.each([
      { between: 'routers', links: fan(ways) },
      { between: 'parallel links', links: parallel(ways) },
    ])(`are spread evenly over ${ways} $between`, ({ links }) => {
      const counts = shares(links, lone(4000), sharing('flow', { duration_sec: 0.1 }));
      expect(counts).toHaveLength(ways);
      expect(Math.abs(unevenness(counts))).toBeLessThan(LIMIT);
    });
  }

  it('choose at one node whatever they have chosen at another', () => {
    // The latencies of the two fans, 1 or 2 ms and 1 or 2 ms, four times as long in the second, tell the pair of choices.
    const second = fan(2, 'M', 'Z').map((each) => ({ ...each, latency: each.latency * 4 }));
    const { flows } = run(scenario([...fan(2, 'A', 'M'), ...second], lone(4000), sharing('flow', { duration_sec: 0.1 })));
    const pairs = [5, 6, 9, 10].map((sumMs) => flows.filter(({ delay_ms }) => Math.floor(delay_ms.mean!) === sumMs).length);
    expect(pairs.reduce((sum, count) => sum + count, 0)).toBe(4000);
    expect(Math.abs(unevenness(pairs))).toBeLessThan(LIMIT);
  });

  it('keep their order: without queueing all delays of a flow are one', () => {
    const traffic = Array.from({ length: 40 }, (_, i) => flow('A', 'Z', { id: `${i}`, arrivals: 'constant', start_sec: i / 1000 }));
    const { flows } = run(scenario(fan(4), traffic, sharing('flow', { duration_sec: 5 })));
    for (const { delay_ms } of flows) expect(delay_ms.max! - delay_ms.min!).toBeLessThan(1e-9);
    expect(new Set(flows.map(({ delay_ms }) => Math.floor(delay_ms.mean!)))).toEqual(new Set([1, 2, 3, 4]));
  });

  it('choose anew with another seed, and the same with the same', () => {
    const ways = (seed: number): number[] => {
      const { flows } = run(scenario(fan(4), lone(2000), sharing('flow', { duration_sec: 0.1, seed })));
      return flows.map(({ delay_ms }) => Math.floor(delay_ms.mean!));
    };
    const [one, other, again] = [ways(1), ways(2), ways(1)];
    expect(again).toEqual(one);
    const same = one.filter((way, i) => way === other[i]).length;
    expect(Math.abs(same - 500) / Math.sqrt(2000 * 0.25 * 0.75)).toBeLessThan(LIMIT);
  });

  it('move away from a link that fails and back when it returns, the others staying', () => {
    const traffic = Array.from({ length: 400 }, (_, i) => flow('A', 'Z', { id: `${i}`, arrivals: 'constant', rate_pps: 1 }));
    const simulator = new Simulator(scenario(fan(4), traffic, sharing('flow', { duration_sec: 4 })));
    const waysUntil = (untilSec: number, edits: Edit[]): number[] => {
      const sum = (): number[] => simulator.results().flows.map(({ delay_ms, delivered }) => (delay_ms.mean ?? 0) * delivered);
      const before = sum();
      expect(simulator.apply(edits)).toEqual({ ok: true });
      simulator.advance(untilSec);
      return sum().map((delay, i) => Math.floor(delay - before[i] + 1e-6));
    };
    const first = waysUntil(1, []);
    const without = waysUntil(2, [{ operation: 'fail_link', link_id: 'A-AZ1' }]);
    expect(first.filter((way, i) => way !== without[i])).toEqual(first.filter((way) => way === 2));
    const refuge = [1, 3, 4].map((way) => without.filter((now, i) => now === way && first[i] === 2).length);
    expect(Math.abs(unevenness(refuge))).toBeLessThan(LIMIT);
    expect(waysUntil(3, [{ operation: 'restore_link', link_id: 'A-AZ1' }])).toEqual(first);
    // One more way takes its share from each of the others, and moves nobody between those.
    const added = { ...fan(5)[8], id: 'new' };
    const more = waysUntil(4, [
      { operation: 'add_router', node: { id: 'AZ4', type: 'router', label: null, x: null, y: null, lat: null, lon: null } },
      { operation: 'add_link', link: added },
      { operation: 'add_link', link: fan(5)[9] },
    ]);
    const gone = first.filter((way, i) => way !== more[i]);
    expect(more.filter((way, i) => way !== first[i])).toEqual(Array(gone.length).fill(5));
    expect(Math.abs(gone.length - 80) / Math.sqrt(400 * 0.2 * 0.8)).toBeLessThan(LIMIT);
  });
});

describe('packets that choose', () => {
  const arrivals: Partial<Flow>[] = [
    { arrivals: 'constant', rate_pps: 1000 },
    // Times that are short in binary leave the lower half of their bits empty.
    { arrivals: 'constant', rate_pps: 1024 },
    { arrivals: 'constant', rate_pps: 1000 / 3, start_sec: 1 / 7 },
    { arrivals: 'poisson', rate_pps: 1000 },
    { arrivals: 'on_off', rate_pps: 2000, on_sec: 0.1, off_sec: 0.1 },
    { arrivals: 'on_off', rate_pps: 2000, on_sec: 0.1, off_sec: 0.1, periods: 'fixed' },
  ];
  for (const rest of arrivals) {
    const name = [rest.arrivals, rest.periods ?? [], rest.rate_pps!.toFixed(0)].flat().join(' ');
    it.each([2, 3, 5])(`are spread evenly over %i ways, with arrivals ${name}`, (ways) => {
      const counts = shares(fan(ways), [flow('A', 'Z', rest)], sharing('packet', { duration_sec: 10 }));
      expect(counts).toHaveLength(ways);
      expect(Math.abs(unevenness(counts))).toBeLessThan(LIMIT);
    });
  }

  it.each([100, 128])(
    'choose whatever the packet before has, and whatever they have themselves at another node, at %i packets/s',
    (rate_pps) => {
      const { flows } = run(
        scenario(
          [...fan(2, 'A', 'M'), ...fan(2, 'M', 'Z')],
          [flow('A', 'Z', { arrivals: 'constant', rate_pps })],
          sharing('packet', { duration_sec: 200 }),
        ),
      );
      const [{ delay_ms, jitter_ms, delivered }] = flows;
      // The delay is 2, 3 or 4 ms, 1 : 2 : 1: its variance 1/2 if the two choices are independent, with a standard deviation of sqrt((E x⁴ - 1/4) / n).
      const n = delivered;
      expect(Math.abs(delay_ms.stddev! ** 2 - 0.5)).toBeLessThan(LIMIT * Math.sqrt((0.5 - 0.25) / n));
      // Two such delays differ by 0, 1 or 2 ms, 6 : 8 : 2 of 16, 0.75 ms on average; differences that share a packet are correlated: at most twice the variance.
      expect(Math.abs(jitter_ms! - 0.75)).toBeLessThan(LIMIT * Math.sqrt((2 * (1 - 0.75 ** 2)) / n));
    },
  );

  it('are spread by each flow on its own, so that flows in step do not choose in step', () => {
    // Each instant brings 16 packets; if they chose alike, the variance of a way's share would be 16 times the binomial one.
    const traffic = Array.from({ length: 16 }, (_, i) =>
      flow('A', 'Z', { id: `${i}`, arrivals: 'constant', rate_pps: 1, packet_bytes: 100 }),
    );
    const simulator = new Simulator(scenario(fan(2), traffic, sharing('packet', { duration_sec: 400 })));
    let before = 0;
    const squares = Array.from({ length: 400 }, (_, i) => {
      simulator.advance(i + 1);
      const now = simulator.results().links[0].packets;
      const deviation = now - before - 8;
      before = now;
      return deviation ** 2;
    });
    const variance = squares.reduce((sum, square) => sum + square, 0) / squares.length;
    expect(Math.abs(variance / 4 - 1)).toBeLessThan(LIMIT * Math.sqrt(2 / squares.length));
  });
});

describe('sums that are equal', () => {
  /** Two chains, each of the given links in its order, without a node in common. */
  const chains = (lists: Partial<NetworkLink>[][]): NetworkLink[] =>
    lists.flatMap((list, chain) =>
      list.map((rest, i) =>
        link(i === 0 ? 'A' : `${chain} ${i}`, i === list.length - 1 ? 'Z' : `${chain} ${i + 1}`, { id: `${chain} ${i}`, ...rest }),
      ),
    );
  const used = (lists: Partial<NetworkLink>[][], metric: 'latency' | 'bandwidth'): number => {
    const traffic = [flow('A', 'Z', { arrivals: 'constant', rate_pps: 64, packet_bytes: 10 })];
    return shares(chains(lists), traffic, { duration_sec: 1, routing: { metric, ecmp: 'packet' } }).length;
  };
  const shuffled = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<[T[], T[]]> =>
    fc
      .array(values, { minLength: 2, maxLength: 6 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));

  it('are found equal in any order, of bandwidths', () => {
    const bandwidth = fc.oneof(
      fc.constantFrom(0.1, 0.3, 0.7, 2.048, 3, 7, 10, 155.52, 622.08),
      fc.double({ min: 0.01, max: 100_000, noNaN: true }),
    );
    fc.assert(
      fc.property(shuffled(bandwidth), (orders) => {
        expect(
          used(
            orders.map((list) => list.map((bandwidth_mbps) => ({ bandwidth_mbps }))),
            'bandwidth',
          ),
        ).toBe(2);
      }),
      { numRuns: 150 },
    );
  });

  it('are found equal in any order, of latencies', () => {
    const latency = fc.oneof(fc.constantFrom(0, 0.1, 0.3, 0.7, 1.1), fc.double({ min: 0, max: 1000, noNaN: true }));
    fc.assert(
      fc.property(shuffled(latency), (orders) => {
        expect(
          used(
            orders.map((list) => list.map((each) => ({ latency: each }))),
            'latency',
          ),
        ).toBe(2);
      }),
      { numRuns: 150 },
    );
  });

  it('are found equal of other decimals too, and unequal where they differ by a nanosecond', () => {
    const decimals = fc.array(fc.tuple(fc.nat(5000), fc.nat(5000)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(decimals, fc.boolean(), (pairs, equal) => {
        const split = pairs.flatMap(([a, b]) => [{ latency: a / 1000 }, { latency: b / 1000 }]);
        const whole = pairs.map(([a, b], i) => ({ latency: (a + b) / 1000 + (equal || i > 0 ? 0 : 1e-6) }));
        // As many hops, or the fewer ones would be closer where all latencies are 0.
        expect(used([split, whole.flatMap((each) => [each, { latency: 0 }])], 'latency')).toBe(equal ? 2 : 1);
      }),
      { numRuns: 150 },
    );
  });
});
