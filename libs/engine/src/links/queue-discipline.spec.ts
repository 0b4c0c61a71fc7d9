import { describe, expect, it } from '@jest/globals';
import type { Edit, Flow, FlowChanges, LinkChanges, NetworkLink, Scenario } from '@skein/topology';
import fc from 'fast-check';
import { anyScenario } from '../testing/arbitraries.js';
import { anyTimedEdits, runEdited, type TimedEdits } from '../testing/edits.js';
import { run } from '../testing/run.js';
import { burst, flow, link, scenario } from '../testing/scenario.js';

/** A link that takes 1 ms for 1000 bytes. */
const perMs = (rest: Partial<NetworkLink>): NetworkLink => link('A', 'B', { bandwidth_mbps: 8, ...rest });

const limitedTo = (queue_bytes: number): Partial<NetworkLink> => ({ queue_packets: null, queue_bytes });

/** One flow per packet, in the order of the list. */
function single(packets: readonly { atSec: number; bytes: number }[]): Flow[] {
  return packets.map(({ atSec, bytes }, i) =>
    flow('A', 'B', { id: `${i}`, arrivals: 'constant', rate_pps: 1e-3, start_sec: atSec, stop_sec: 500, packet_bytes: bytes }),
  );
}

/** Which of these packets are delivered. */
function passed(packets: readonly { atSec: number; bytes: number }[], rest: Partial<NetworkLink>): boolean[] {
  const { flows } = run(scenario([perMs(rest)], single(packets), { duration_sec: 60 }));
  return flows.map(({ delivered, dropped }) => {
    expect(delivered + dropped.queue).toBe(1);
    return delivered === 1;
  });
}

const DISCIPLINES = [
  { name: 'packets', limit: { queue_packets: 3 } },
  { name: 'bytes', limit: limitedTo(3000) },
];

describe.each(DISCIPLINES)('drop-tail in $name', ({ limit }) => {
  it('lets in what there is room for, and refuses the rest of a burst', () => {
    const { flows, links } = run(scenario([perMs(limit)], [burst('A', 'B', 10)]));
    expect(flows[0]).toMatchObject({ delivered: 3, dropped: { queue: 7 } });
    expect(flows[0].delay_ms.max).toBeCloseTo(3, 5);
    expect(links[0]).toMatchObject({ packets: 3, bytes: 3000, max_queue: 3, dropped: { queue: 7 } });
  });

  it('has room again for every packet that has departed, and all of it when idle', () => {
    const at = (ms: number): { atSec: number; bytes: number } => ({ atSec: ms / 1000, bytes: 1000 });
    const packets = [0, 0, 0, 0.5, 1.5, 1.5, 2.5, 2.75, 9, 9, 9, 9].map(at);
    expect(passed(packets, limit)).toEqual([true, true, true, false, true, false, true, false, true, true, true, false]);
  });

  it('finds a place free at the very instant of a departure, and not before', () => {
    // 1000 bytes at 1.024 Mbit/s take 2^-7 s, as long as the gaps of 128 packets/s.
    const one = 'queue_packets' in limit && limit.queue_packets ? { queue_packets: 1 } : limitedTo(1000);
    const sent = (rate_pps: number): Flow => flow('A', 'B', { arrivals: 'constant', rate_pps, stop_sec: 10 });
    const delivered = (rate_pps: number): number =>
      run(scenario([link('A', 'B', { bandwidth_mbps: 1.024, ...one })], [sent(rate_pps)])).flows[0].delivered;
    expect(delivered(128)).toBe(1280);
    expect(delivered(128.0001)).toBe(641);
  });

  it('keeps the directions of a link apart', () => {
    const traffic = [burst('A', 'B', 5), burst('B', 'A', 2)];
    const { flows } = run(scenario([perMs(limit)], traffic));
    expect(flows.map(({ delivered }) => delivered)).toEqual([3, 2]);
  });
});

describe('drop-tail in bytes', () => {
  it('lets in a packet that just fits, refuses one that does not, and lets in a smaller one behind that', () => {
    const now = (bytes: number): { atSec: number; bytes: number } => ({ atSec: 0, bytes });
    expect(passed([1000, 1000, 500].map(now), limitedTo(2500))).toEqual([true, true, true]);
    expect(passed([1000, 1000, 501].map(now), limitedTo(2500))).toEqual([true, true, false]);
    expect(passed([1000, 1000, 600, 400, 200, 100, 1].map(now), limitedTo(2500))).toEqual([true, true, false, true, false, true, false]);
  });

  it('counts the whole of the packet in service until its last bit has left', () => {
    const packets = [
      { atSec: 0, bytes: 1000 },
      { atSec: 0.000_999, bytes: 501 },
      { atSec: 0.001, bytes: 501 },
    ];
    expect(passed(packets, limitedTo(1500))).toEqual([true, false, true]);
  });

  it('never lets in a packet that is larger than the limit, not even to an idle link', () => {
    const traffic = [
      flow('A', 'B', { id: 'large', packet_bytes: 1001 }),
      flow('A', 'B', { id: 'small', packet_bytes: 40, arrivals: 'constant' }),
    ];
    const { flows } = run(scenario([perMs(limitedTo(1000))], traffic));
    expect(flows[0].sent).toBeGreaterThan(100);
    expect(flows[0].dropped.queue).toBe(flows[0].sent);
    expect(flows[1]).toMatchObject({ sent: 300, delivered: 300 });
    expect(run(scenario([perMs(limitedTo(1000))], [flow('A', 'B', { arrivals: 'constant' })])).flows[0].delivered).toBe(300);
  });

  it('does as a list of departures says that is kept by hand', () => {
    // All times are whole multiples of 2^-10 s, which 125 bytes take at 1.024 Mbit/s.
    const tickSec = 1 / 1024;
    const anyPacket = fc.record({ atTick: fc.integer({ min: 0, max: 120 }), ticks: fc.integer({ min: 1, max: 12 }) });
    fc.assert(
      fc.property(fc.array(anyPacket, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (packets, limitTicks) => {
        const inOrder = [...packets].sort((a, b) => a.atTick - b.atTick);
        let queue: { departs: number; ticks: number }[] = [];
        let busyUntil = 0;
        const expected = inOrder.map(({ atTick, ticks }) => {
          queue = queue.filter(({ departs }) => departs > atTick);
          if (queue.reduce((sum, waiting) => sum + waiting.ticks, ticks) > limitTicks) return null;
          busyUntil = Math.max(busyUntil, atTick) + ticks;
          queue.push({ departs: busyUntil, ticks });
          return (busyUntil - atTick) * tickSec * 1000;
        });
        const traffic = single(inOrder.map(({ atTick, ticks }) => ({ atSec: atTick * tickSec, bytes: 125 * ticks })));
        const wire = link('A', 'B', { bandwidth_mbps: 1.024, ...limitedTo(125 * limitTicks) });
        const { flows } = run(scenario([wire], traffic));
        expect(flows.map(({ delay_ms }) => delay_ms.mean)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});

/** Bytes of every packet where the two disciplines are compared. */
const BYTES = 400;
const inBytes = ({ queue_packets, ...rest }: LinkChanges): LinkChanges => {
  return queue_packets ? { ...rest, queue_bytes: queue_packets * BYTES } : rest;
};
const inPackets = ({ queue_bytes, ...rest }: LinkChanges): LinkChanges => {
  return queue_bytes ? { ...rest, queue_packets: Math.floor(queue_bytes / BYTES) } : rest;
};
const ofOneSize = (changes: FlowChanges): FlowChanges => ('packet_bytes' in changes ? { ...changes, packet_bytes: BYTES } : changes);

function translated(timed: readonly TimedEdits[], change: (changes: LinkChanges) => LinkChanges): TimedEdits[] {
  const each = (edit: Edit): Edit => {
    if (edit.operation === 'update_link') return { ...edit, changes: change(edit.changes) };
    if (edit.operation === 'update_flow') return { ...edit, changes: ofOneSize(edit.changes) };
    if (edit.operation === 'add_flow') return { ...edit, flow: { ...edit.flow, packet_bytes: BYTES } };
    return edit;
  };
  return timed.map(({ atSec, edits }) => ({ atSec, edits: edits.map(each) }));
}

describe('with packets of one size', () => {
  const uniform = (input: Scenario, slack: number): { packets: Scenario; bytes: Scenario } => {
    const traffic = input.traffic!.map((one) => ({ ...one, packet_bytes: BYTES }));
    const limited = (rest: (one: NetworkLink) => Partial<NetworkLink>): Scenario => {
      const links = input.topology.links.map((one) => ({ ...one, ...rest(one) }));
      return { ...input, traffic, topology: { ...input.topology, links } };
    };
    return {
      packets: limited(() => ({ queue_bytes: null })),
      bytes: limited(({ queue_packets }) => limitedTo(queue_packets! * BYTES + slack)),
    };
  };
  const anySlack = fc.constantFrom(0, 1, BYTES - 1);

  it('a limit of k sizes in bytes, or of less than a size more, gives the results of a limit of k packets', () => {
    let refused = 0;
    fc.assert(
      fc.property(anyScenario, anySlack, (input, slack) => {
        const { packets, bytes } = uniform(input, slack);
        const results = run(packets);
        refused += results.packets.dropped.queue;
        expect(run(bytes)).toEqual(results);
      }),
      { numRuns: 100 },
    );
    expect(refused).toBeGreaterThan(1000);
  });

  it('and so it does through any edits, whichever way the limit is given before and after', () => {
    fc.assert(
      fc.property(anyScenario, anySlack, anyTimedEdits, (input, slack, timed) => {
        const { packets, bytes } = uniform(input, slack);
        const results = runEdited(packets, translated(timed, inPackets));
        expect(runEdited(bytes, translated(timed, inBytes))).toEqual(results);
        expect(runEdited(packets, translated(timed, inBytes))).toEqual(results);
        expect(
          runEdited(
            bytes,
            translated(timed, (changes) => changes),
          ),
        ).toEqual(results);
      }),
      { numRuns: 80 },
    );
  });
});
