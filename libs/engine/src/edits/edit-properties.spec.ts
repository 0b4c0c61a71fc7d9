import { describe, expect, it } from '@jest/globals';
import { EditedNetwork, NODE_DEFAULTS, type Edit, type NetworkLink, type Scenario } from '@skein/topology';
import fc from 'fast-check';
import { NO_PACKET } from '../packets/packet-pool.js';
import { resultHash } from '../results/result-hash.js';
import type { Drops } from '../results/results.js';
import { Simulator } from '../simulator.js';
import { anyScenario, anyStops } from '../testing/arbitraries.js';
import { anyEdit, anyTimedEdits, runEdited } from '../testing/edits.js';
import { link } from '../testing/scenario.js';

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
const allOf = ({ loss, queue, no_route, link_down }: Drops): number => loss + queue + no_route + link_down;

/** Edits that ask for what is there already, one for every link, node and flow. */
function idleEdits({ topology, traffic }: Scenario): Edit[] {
  return [
    ...topology.links.map(({ id, latency, bandwidth_mbps, jitter_ms, queue_packets, queue_bytes, loss_percent, gilbert_elliott }): Edit => {
      const queue = queue_bytes === null ? { queue_packets } : { queue_bytes };
      const loss = gilbert_elliott ? { gilbert_elliott } : { loss_percent };
      return { operation: 'update_link', link_id: id, changes: { latency, bandwidth_mbps, jitter_ms, ...queue, ...loss } };
    }),
    ...topology.links.map(({ id }): Edit => ({ operation: 'restore_link', link_id: id })),
    ...topology.nodes.map(({ id }): Edit => ({ operation: 'restore_router', node_id: id })),
    ...traffic!.map(({ id, rate_pps, arrivals, packet_bytes, stop_sec, periods, on_sec, off_sec }): Edit => {
      const changes = { rate_pps, arrivals, packet_bytes, periods, on_sec, off_sec };
      return { operation: 'update_flow', flow_id: id, changes: stop_sec === null ? { ...changes, stop_sec } : changes };
    }),
  ];
}

const node = (id: string) => ({ id, ...NODE_DEFAULTS, label: null, x: null, y: null, lat: null, lon: null });

describe('for any network, load and edits', () => {
  it('sent = delivered + dropped + in flight before and after every edit, in total and by flow, link and interval', () => {
    fc.assert(
      fc.property(anyScenario, anyTimedEdits, (input, timed) => {
        runEdited(input, timed, (simulator) => {
          const { packets, flows, links, series } = simulator.results();
          expect(packets.sent).toBe(packets.delivered + allOf(packets.dropped) + packets.in_flight);
          expect(sum(flows.map(({ sent }) => sent))).toBe(packets.sent);
          expect(sum(series.sent)).toBeLessThanOrEqual(packets.sent);
          expect(sum(links.map(({ dropped }) => dropped.link_down))).toBe(packets.dropped.link_down);
          for (const one of flows) expect(one.delivered + allOf(one.dropped)).toBeLessThanOrEqual(one.sent);
          for (const { utilization, mean_queue, max_queue } of links) {
            expect(utilization === null || (utilization >= 0 && utilization <= 1)).toBe(true);
            expect(mean_queue === null || mean_queue <= max_queue).toBe(true);
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  it('packets of a link leave and arrive in their order, each after its serialisation and latency, and as many as it says wait', () => {
    fc.assert(
      fc.property(anyScenario, anyTimedEdits, (input, timed) => {
        runEdited(input, timed, (simulator) => {
          const { channels, packets, nowSec } = simulator['machine'];
          for (let channel = 0; channel < channels.count; channel++) {
            let [departsSec, arrivesSec] = [0, nowSec];
            for (let packet = channels.head(channel); packet !== NO_PACKET; packet = packets.next(packet)) {
              const beganSec = packets.departsSec(packet) - channels.serialisationSec(channel, packets.bytes(packet));
              // A packet in service began at the bandwidth of its time.
              if (beganSec > nowSec) expect(beganSec).toBeGreaterThanOrEqual(departsSec - 1e-9);
              expect(packets.departsSec(packet)).toBeGreaterThanOrEqual(departsSec);
              expect(packets.arrivesSec(packet)).toBeGreaterThanOrEqual(arrivesSec);
              expect(packets.arrivesSec(packet)).toBeGreaterThanOrEqual(packets.departsSec(packet));
              expect(packets.createdSec(packet)).toBeLessThanOrEqual(nowSec);
              ({ departsSec, arrivesSec } = { departsSec: packets.departsSec(packet), arrivesSec: packets.arrivesSec(packet) });
            }
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  it('no delay is below the serialisations and latencies of the shortest way, however routes change', () => {
    fc.assert(
      fc.property(anyScenario, anyTimedEdits, (input, timed) => {
        // Changes of links aside, the least that any way from one node to another can take.
        const steady = timed.map(({ atSec, edits }) => ({ atSec, edits: edits.filter(({ operation }) => operation !== 'update_link') }));
        const added = steady.flatMap(({ edits }) => edits.flatMap((edit) => (edit.operation === 'add_link' ? [edit.link] : [])));
        for (const { from, to, delay_ms: delay, delivered } of runEdited(input, steady).flows) {
          if (delivered > 0) expect(delay.min).toBeGreaterThanOrEqual(leastMs([...input.topology.links, ...added], from, to) - 1e-6);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('the result does not depend on how the run is cut up between edits, nor on how often it is looked at', () => {
    fc.assert(
      fc.property(anyScenario, anyTimedEdits, anyStops, fc.integer({ min: 1, max: 40 }), (input, timed, stops, budget) => {
        const simulator = new Simulator(input);
        const goTo = (timeSec: number): void => {
          while (!simulator.advance(timeSec, budget)) simulator.results();
        };
        for (const { atSec, edits } of timed) {
          for (const stop of stops.filter((at) => at < atSec)) goTo(stop);
          goTo(atSec);
          simulator.apply(edits);
        }
        goTo(Infinity);
        expect(resultHash(simulator.results())).toBe(resultHash(runEdited(input, timed)));
      }),
      { numRuns: 100 },
    );
  });

  it('edits that ask for what is there already change no hash', () => {
    fc.assert(
      fc.property(anyScenario, fc.double({ min: 0, max: 0.99, noNaN: true }), (input, atSec) => {
        const undisturbed = resultHash(runEdited(input, []));
        expect(resultHash(runEdited(input, [{ atSec, edits: idleEdits(input) }]))).toBe(undisturbed);
      }),
      { numRuns: 100 },
    );
  });

  it('edits that are refused leave the simulation as it was', () => {
    const broken: fc.Arbitrary<unknown> = fc.oneof(
      fc.anything(),
      fc.tuple(anyEdit, fc.constantFrom<unknown>(undefined, null, -1, NaN, 'x', {}, [])).map(([edit, value]) => {
        const [first] = Object.keys(edit).filter((member) => member !== 'operation');
        return { ...edit, [first]: value };
      }),
      fc.constantFrom(-1, NaN, Infinity, '5', null).map((latency) => {
        return { operation: 'update_link', link_id: 'link 0', changes: { latency } };
      }),
      fc.constant({ operation: 'add_link', link: link('A', 'A', { id: 'loop' }) }),
      fc.constant({ operation: 'remove_link', link_id: 'no such link' }),
    );
    fc.assert(
      fc.property(anyScenario, fc.array(anyEdit, { maxLength: 2 }), broken, fc.constantFrom(0, 0.5), (input, good, bad, atSec) => {
        const simulator = new Simulator(input);
        simulator.advance(atSec);
        const before = resultHash(simulator.results());
        expect(simulator.apply([...good, bad as Edit])).toMatchObject({ ok: false });
        expect(resultHash(simulator.results())).toBe(before);
        simulator.advance(Infinity);
        expect(resultHash(simulator.results())).toBe(resultHash(runEdited(input, [])));
      }),
      { numRuns: 200 },
    );
  });

  it('edits at the start give the results of the edited network', () => {
    fc.assert(
      fc.property(anyScenario, fc.array(anyEdit, { maxLength: 5 }), (input, wanted) => {
        const network = new EditedNetwork(input.topology, input.traffic!);
        const simulator = new Simulator(input);
        // A flow that is changed draws anew, so its packets are others; all else must be the same.
        for (const edit of wanted.filter(({ operation }) => operation !== 'update_flow')) {
          const { ok } = network.apply([edit], 0);
          expect(simulator.apply([edit])).toMatchObject({ ok });
        }
        simulator.advance(Infinity);
        const { nodes, links } = network.network();
        const down = (id: string): boolean => network.nodeFailed(id);
        const up = links.filter(({ id, from, to }) => !network.linkFailed(id) && !down(from) && !down(to));
        const fresh = new Simulator({ ...input, topology: { nodes, links: up }, traffic: network.traffic() });
        fresh.advance(Infinity);
        const live = new Set(network.traffic());
        const stopped = simulator.results().flows.filter(({ sent }) => sent === 0).length;
        const expected = fresh.results();
        const seen = simulator.results();
        expect(live.size).toBe(expected.flows.length);
        expect(stopped).toBeGreaterThanOrEqual(seen.flows.length - expected.flows.length);
        const byId = new Map(seen.flows.map((one) => [one.id, one]));
        for (const one of expected.flows) expect(byId.get(one.id)).toEqual(one);
        expect(seen.packets).toEqual(expected.packets);
      }),
      { numRuns: 200 },
    );
  });

  it('ways that are kept are those that would be found anew', () => {
    fc.assert(
      fc.property(anyScenario, anyTimedEdits, (input, timed) => {
        const kept = runEdited(input, timed);
        const anew = new Simulator(input);
        for (const [round, { atSec, edits }] of timed.entries()) {
          anew.advance(atSec);
          if (anew.apply(edits).ok) expect(anew.apply(muchElsewhere(round))).toEqual({ ok: true });
        }
        anew.advance(Infinity);
        expect(anew.results().flows).toEqual(kept.flows);
      }),
      { numRuns: 150 },
    );
  });
});

/** The least that 37.5 bytes, the smallest packet of all scenarios, can take from one node to another, by relaxation (Bellman, Ford). */
function leastMs(links: readonly NetworkLink[], from: string, to: string): number {
  const least = new Map([[from, 0]]);
  const relax = (one: string, other: string, ms: number): void => {
    if ((least.get(one) ?? Infinity) + ms < (least.get(other) ?? Infinity)) least.set(other, least.get(one)! + ms);
  };
  for (let round = 0; round <= links.length; round++) {
    for (const { from: one, to: other, latency, bandwidth_mbps, directed } of links) {
      const ms = latency + (37.5 * 8) / (bandwidth_mbps * 1000);
      relax(one, other, ms);
      if (!directed) relax(other, one, ms);
    }
  }
  return least.get(to) ?? Infinity;
}

/** So many new links between two new nodes that no way is kept. */
function muchElsewhere(round: number): Edit[] {
  const [from, to] = [`X ${round}`, `Y ${round}`];
  const links = Array.from({ length: 70 }, (_, i) => link(from, to, { id: `${from} ${i}`, directed: true }));
  return [
    ...[from, to].map((id): Edit => ({ operation: 'add_router', node: node(id) })),
    ...links.map((added): Edit => ({ operation: 'add_link', link: added })),
  ];
}
