import { describe, expect, it } from '@jest/globals';
import type { Scenario } from '@skein/topology';
import fc from 'fast-check';
import { resultHash } from './results/result-hash.js';
import type { Drops } from './results/results.js';
import { Simulator } from './simulator.js';
import { anyScenario, anyStops } from './testing/arbitraries.js';
import { run } from './testing/run.js';
import { flow, link, scenario } from './testing/scenario.js';

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
const allOf = ({ loss, queue, no_route, link_down }: Drops): number => loss + queue + no_route + link_down;

describe('for any network and load', () => {
  it('sent = delivered + dropped + in flight at every stop, in total and by flow, link and interval', () => {
    fc.assert(
      fc.property(anyScenario, anyStops, (input, stops) => {
        const simulator = new Simulator(input);
        for (const stop of [...stops.sort((a, b) => a - b), Infinity]) {
          simulator.advance(stop);
          const { packets, flows, links, series } = simulator.results();
          expect(packets.sent).toBe(packets.delivered + allOf(packets.dropped) + packets.in_flight);
          expect(sum(flows.map(({ sent }) => sent))).toBe(packets.sent);
          expect(sum(series.sent)).toBe(packets.sent);
          expect(sum(series.delivered)).toBe(packets.delivered);
          expect(sum(series.dropped)).toBe(allOf(packets.dropped));
          expect(sum(links.map(({ dropped }) => dropped.queue + dropped.loss))).toBe(packets.dropped.queue + packets.dropped.loss);
          for (const one of flows) expect(one.delivered + allOf(one.dropped)).toBeLessThanOrEqual(one.sent);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('no packet is faster than the serialisations and latencies of its path', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 5 }), fc.boolean(), (latencies, jitter) => {
        const links = latencies.map((latency, i) => link(`${i}`, `${i + 1}`, { latency, bandwidth_mbps: 1, jitter_ms: jitter ? 5 : 0 }));
        const { flows } = run(scenario(links, [flow('0', `${latencies.length}`, { rate_pps: 80 })], { duration_sec: 3 }));
        expect(flows[0].delay_ms.min).toBeGreaterThanOrEqual(sum(latencies) + latencies.length * 8 - 1e-9);
      }),
      { numRuns: 50 },
    );
  });

  it('delay statistics are ordered, and shares of time are shares', () => {
    fc.assert(
      fc.property(anyScenario, (input) => {
        const { flows, links } = run(input);
        for (const { delay_ms: delay, delivered } of flows.filter((one) => one.delivered > 0)) {
          const ordered = [delay.min!, delay.p10!, delay.p20!, delay.p50!, delay.p80!, delay.p90!, delay.p99!, delay.max!];
          expect(ordered).toEqual([...ordered].sort((a, b) => a - b));
          expect(delay.mean! >= delay.min! && delay.mean! <= delay.max! && delivered > 0).toBe(true);
        }
        // No packet is smaller than 37.5 bytes.
        const queueLimit = new Map(
          input.topology.links.map(({ id, queue_packets, queue_bytes }) => [
            id,
            queue_bytes ? Math.floor(queue_bytes / 37.5) : queue_packets,
          ]),
        );
        for (const { id, utilization, mean_queue: queue, max_queue } of links) {
          expect(utilization! >= 0 && utilization! <= 1).toBe(true);
          expect(queue! <= max_queue && max_queue <= queueLimit.get(id)!).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('the result does not depend on how the run is cut up, nor on how often it is looked at', () => {
    fc.assert(
      fc.property(anyScenario, anyStops, fc.integer({ min: 1, max: 40 }), fc.boolean(), (input, stops, budget, looking) => {
        const simulator = new Simulator(input);
        for (const stop of [...stops, Infinity]) {
          while (!simulator.advance(stop, budget)) if (looking) simulator.results();
        }
        expect(resultHash(simulator.results())).toBe(resultHash(run(input)));
      }),
      { numRuns: 60 },
    );
  });

  it('another seed gives another result', () => {
    const withSeed = (seed: number): string => resultHash({ ...run(scenario([link('A', 'B')], null, { seed })), seed: 0 });
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (one, other) => {
        fc.pre(one !== other);
        expect(withSeed(one)).not.toBe(withSeed(other));
      }),
      { numRuns: 20 },
    );
  });

  it('parts that are not connected do not influence each other', () => {
    const beside = scenario([link('X', 'Y', { loss_percent: 10, jitter_ms: 3 })], [flow('X', 'Y', { rate_pps: 90 })]);
    fc.assert(
      fc.property(anyScenario, fc.boolean(), (input, first) => {
        const parts = first ? [beside, input] : [input, beside];
        const merged: Scenario = {
          ...input,
          topology: {
            nodes: parts.flatMap(({ topology }) => topology.nodes),
            links: parts.flatMap(({ topology }) => topology.links),
          },
          traffic: parts.flatMap(({ traffic }) => traffic!),
        };
        const { flows, links } = run(merged);
        const alone = run(input);
        expect(flows.filter(({ from }) => from !== 'X')).toEqual(alone.flows);
        expect(links.filter(({ id }) => id !== 'X-Y')).toEqual(alone.links);
      }),
      { numRuns: 60 },
    );
  });
});
