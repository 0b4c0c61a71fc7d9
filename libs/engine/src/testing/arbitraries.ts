import { ARRIVALS, ECMP_MODES, type Flow, LOG_LEVELS, type NetworkLink, ROUTING_METRICS, type Scenario } from '@skein/topology';
import fc from 'fast-check';
import { flow, link, scenario } from './scenario.js';

const NODES = ['A', 'B', 'C', 'D', 'E'];
const node = fc.constantFrom(...NODES);
const ends = fc.tuple(node, node).filter(([from, to]) => from !== to);

const BURSTS = { good_to_bad_percent: 10, bad_to_good_percent: 30, loss_good_percent: 1, loss_bad_percent: 80 };

const links = fc.array(
  fc.tuple(
    ends,
    fc.record({
      latency: fc.constantFrom(0, 1, 20, 300),
      bandwidth_mbps: fc.constantFrom(0.05, 0.5, 10),
      loss_percent: fc.constantFrom(0, 0, 25, 100),
      gilbert_elliott: fc.constantFrom(null, null, null, BURSTS),
      jitter_ms: fc.constantFrom(0, 0, 40),
      queue_packets: fc.integer({ min: 1, max: 6 }),
      queue_bytes: fc.constantFrom(null, null, null, 1500, 4000),
      directed: fc.boolean(),
    }),
  ),
  { minLength: 1, maxLength: 8 },
);

const flows = fc.array(
  fc.tuple(
    ends,
    fc.record({
      rate_pps: fc.constantFrom(1, 20, 150),
      arrivals: fc.constantFrom(...ARRIVALS),
      packet_bytes: fc.constantFrom<Flow['packet_bytes']>(1000, 37.5, [
        { bytes: 64, weight: 3 },
        { bytes: 1500, weight: 1 },
      ]),
      start_sec: fc.constantFrom(0, 0.4),
      stop_sec: fc.constantFrom(null, 1.3),
      on_sec: fc.constantFrom(0.05, 0.5),
      off_sec: fc.constantFrom(0.05, 0.5),
      periods: fc.constantFrom('exponential' as const, 'fixed' as const),
    }),
    fc.constantFrom(null, null, null, ...NODES),
  ),
  { minLength: 1, maxLength: 6 },
);

const config = fc.record({
  duration_sec: fc.constantFrom(1, 2.5),
  warmup_sec: fc.constantFrom(0, 0, 0.7),
  sample_interval_sec: fc.constantFrom(0.05, 0.3, 10),
  log_level: fc.constantFrom(...LOG_LEVELS),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  routing: fc.record({ metric: fc.constantFrom(...ROUTING_METRICS), ecmp: fc.constantFrom(...ECMP_MODES) }),
});

/** Small networks with every feature: parallel links, parts that are not connected, overload, loss, alone and in bursts, jitter, queues in packets
 * and bytes, fixed paths, and all kinds of arrivals. */
export const anyScenario: fc.Arbitrary<Scenario> = fc.tuple(links, flows, config).map(([someLinks, someFlows, someConfig]) =>
  scenario(
    someLinks.map(([[from, to], rest], i): NetworkLink => link(from, to, { id: `link ${i}`, ...rest })),
    someFlows.map(([[from, to], rest, by], i): Flow => {
      const path = by === null ? null : by === from || by === to ? [from, to] : [from, by, to];
      return flow(from, to, { id: `flow ${i}`, ...rest, path });
    }),
    someConfig,
    NODES,
  ),
);

/** Times at which to stop on the way, in any order and beyond the end as well. */
export const anyStops = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 8 });
