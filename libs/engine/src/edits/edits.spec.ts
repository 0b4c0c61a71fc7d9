import { describe, expect, it } from '@jest/globals';
import type { Edit } from '@skein/topology';
import { Simulator } from '../simulator.js';
import { burst, flow, link, scenario } from '../testing/scenario.js';

const NONE = { loss: 0, queue: 0, no_route: 0, link_down: 0 };
const NANOSECONDS = 6;

/** Makes the edits and insists that they fit. */
function edit(simulator: Simulator, ...edits: Edit[]): void {
  expect(simulator.apply(edits)).toEqual({ ok: true });
}

/** 8 ms of serialisation for each packet of 1000 bytes. */
const SLOW = { bandwidth_mbps: 1 };

describe('a link that goes down', () => {
  it('drops what waits, what is in service and what is on the wire as link_down', () => {
    const links = [link('A', 'B', { ...SLOW, latency: 20 })];
    const simulator = new Simulator(scenario(links, [burst('A', 'B', 10)], { duration_sec: 1 }));
    simulator.advance(0.03);
    // Of ten packets one has arrived at 28 ms, two are on the wire, one is in service and six wait.
    edit(simulator, { operation: 'fail_link', link_id: 'A-B' });
    const { flows, links: channels, packets } = simulator.results();
    expect(flows[0]).toMatchObject({ sent: 10, delivered: 1, dropped: { ...NONE, link_down: 9 } });
    expect(channels[0]).toMatchObject({ packets: 4, bytes: 4000, dropped: { ...NONE, link_down: 9 } });
    expect(packets.in_flight).toBe(0);
    simulator.advance(1);
    expect(simulator.results().links[0].utilization).toBeCloseTo(0.03, 9);
    expect(simulator.packetHops).toBe(4);
  });

  it('sends later packets another way, and those back after it is restored', () => {
    const links = [link('A', 'B', { latency: 1 }), link('A', 'C', { latency: 5 }), link('C', 'B', { latency: 5 })];
    const simulator = new Simulator(scenario(links, [flow('A', 'B', { arrivals: 'constant', rate_pps: 10 })], { duration_sec: 3 }));
    simulator.advance(1);
    edit(simulator, { operation: 'fail_link', link_id: 'A-B' });
    simulator.advance(2);
    edit(simulator, { operation: 'restore_link', link_id: 'A-B' });
    simulator.advance(3);
    const { flows, links: channels } = simulator.results();
    expect(flows[0]).toMatchObject({ sent: 30, delivered: 30 });
    expect(channels.map(({ packets }) => packets)).toEqual([20, 0, 10, 0, 10, 0]);
    expect(flows[0].delay_ms.max).toBeCloseTo(10.16, NANOSECONDS);
  });

  it('makes packets that are under way find another way from the node that they come to', () => {
    const links = [link('A', 'B', { latency: 100 }), link('B', 'D', { latency: 1 }), link('B', 'C'), link('C', 'D', { latency: 30 })];
    const simulator = new Simulator(scenario(links, [burst('A', 'D', 3)], { duration_sec: 1 }));
    simulator.advance(0.05);
    edit(simulator, { operation: 'fail_link', link_id: 'B-D' });
    simulator.advance(1);
    const { flows } = simulator.results();
    expect(flows[0]).toMatchObject({ delivered: 3, dropped: NONE });
    expect(flows[0].delay_ms.min).toBeCloseTo(100 + 30 + 3 * 0.08, NANOSECONDS);
  });

  it('leaves packets without another way at the node before it, as no_route', () => {
    const simulator = new Simulator(scenario([link('A', 'B', { latency: 10 }), link('B', 'C')], [burst('A', 'C', 3)], { duration_sec: 1 }));
    simulator.advance(0.005);
    edit(simulator, { operation: 'fail_link', link_id: 'B-C' });
    simulator.advance(1);
    expect(simulator.results().flows[0].dropped).toEqual({ ...NONE, no_route: 3 });
  });

  it('cuts a fixed path where it lies, behind and ahead of packets, unless a parallel link is left', () => {
    const links = [
      link('A', 'B', { latency: 100 }),
      link('B', 'C', { latency: 10 }),
      link('C', 'D', { latency: 100, id: 'short' }),
      link('C', 'D', { latency: 200, id: 'long' }),
      link('A', 'D'),
    ];
    const traffic = [flow('A', 'D', { arrivals: 'constant', rate_pps: 100, stop_sec: 0.195, path: ['A', 'B', 'C', 'D'] })];
    const simulator = new Simulator(scenario(links, traffic, { duration_sec: 2 }));
    simulator.advance(0.2);
    // 20 packets: those of 0 to 0.09 s have passed B, or are about to; ten are on the wire to B.
    edit(simulator, { operation: 'fail_link', link_id: 'short' }, { operation: 'fail_link', link_id: 'A-B' });
    simulator.advance(2);
    const { flows, links: channels } = simulator.results();
    const onLong = channels.find(({ id }) => id === 'long')!;
    expect(flows[0].sent).toBe(20);
    expect(flows[0].dropped.link_down).toBeGreaterThan(0);
    expect(onLong.packets).toBe(flows[0].delivered);
    expect(flows[0].delivered + flows[0].dropped.link_down).toBe(20);
    expect(channels.find(({ id }) => id === 'A-D')!.packets).toBe(0);
  });
});

describe('a router', () => {
  it('that goes down takes its links along, and they come back with it unless they are down themselves', () => {
    const links = [link('A', 'B'), link('B', 'C'), link('A', 'D', { latency: 9 }), link('D', 'C', { latency: 9 })];
    const simulator = new Simulator(scenario(links, [flow('A', 'C', { arrivals: 'constant', rate_pps: 10 })], { duration_sec: 3 }));
    simulator.advance(1);
    edit(simulator, { operation: 'fail_router', node_id: 'B' }, { operation: 'fail_link', link_id: 'A-B' });
    simulator.advance(2);
    edit(simulator, { operation: 'restore_router', node_id: 'B' });
    simulator.advance(2.5);
    edit(simulator, { operation: 'restore_link', link_id: 'A-B' });
    simulator.advance(3);
    const { links: channels } = simulator.results();
    expect(channels.filter((_, i) => i % 2 === 0).map(({ packets }) => packets)).toEqual([15, 15, 15, 15]);
  });

  it('that is removed takes its links and its flows along', () => {
    const simulator = new Simulator(
      scenario([link('A', 'B'), link('B', 'C'), link('A', 'C', { latency: 5 })], [flow('A', 'C'), flow('B', 'C'), flow('A', 'B')], {}),
    );
    simulator.advance(10);
    const before = simulator.results();
    edit(simulator, { operation: 'remove_router', node_id: 'B' });
    simulator.advance(30);
    const after = simulator.results();
    expect(after.flows[0].sent).toBeGreaterThan(before.flows[0].sent);
    expect(after.flows.slice(1).map(({ sent }) => sent)).toEqual(before.flows.slice(1).map(({ sent }) => sent));
    expect(after.links.map(({ removed_sec }) => removed_sec)).toEqual([10, 10, 10, 10, null, null]);
  });

  it('that is added can be reached as soon as a link leads to it', () => {
    const simulator = new Simulator(scenario([link('A', 'B')], [], { duration_sec: 2 }));
    simulator.advance(1);
    const node = { id: 'Z', type: 'router' as const, label: null, x: null, y: null, lat: null, lon: null };
    const between = link('B', 'Z', { latency: 7 });
    const added = flow('A', 'Z', { arrivals: 'constant', rate_pps: 10, stop_sec: 1.35 });
    edit(simulator, { operation: 'add_router', node }, { operation: 'add_flow', flow: added });
    edit(simulator, { operation: 'add_link', link: between });
    simulator.advance(2);
    const { flows, links: channels } = simulator.results();
    expect(flows[0].delivered).toBe(4);
    expect(channels.map(({ added_sec }) => added_sec)).toEqual([0, 0, 1, 1]);
    // Four transmissions of 0.08 ms in the one second that the link has existed.
    expect(channels[2].utilization).toBeCloseTo(0.00032, 9);
  });
});

describe('a change of a link', () => {
  const input = scenario([link('A', 'B', { ...SLOW, latency: 10 })], [burst('A', 'B', 4)], { duration_sec: 1 });

  it('of bandwidth lets the packet in service finish and serves those that wait at the new one', () => {
    const simulator = new Simulator(input);
    simulator.advance(0.004);
    edit(simulator, { operation: 'update_link', link_id: 'A-B', changes: { bandwidth_mbps: 2 } });
    simulator.advance(1);
    const { flows, links } = simulator.results();
    // Departures at 8, 12, 16 and 20 ms.
    expect(flows[0].delay_ms.min).toBeCloseTo(18, 4);
    expect(flows[0].delay_ms.max).toBeCloseTo(30, 4);
    expect(flows[0].delay_ms.mean).toBeCloseTo(24, 4);
    expect(links[0].utilization).toBeCloseTo(0.02, 9);
    expect(links[0].mean_queue).toBeCloseTo(0.008 + 0.012 + 0.016 + 0.02, 6);
  });

  it('of latency holds for packets that have not begun to be sent, and nothing overtakes', () => {
    const simulator = new Simulator(input);
    simulator.advance(0.004);
    edit(simulator, { operation: 'update_link', link_id: 'A-B', changes: { latency: 1 } });
    simulator.advance(1);
    const { flows } = simulator.results();
    // The first arrives at 18 ms; the second, which could be there at 17, comes with it; the others at 25 and 33.
    expect(flows[0].delay_ms.min).toBeCloseTo(18, 4);
    expect(flows[0].delay_ms.mean).toBeCloseTo((18 + 18 + 25 + 33) / 4, 4);
  });

  it('of jitter gives those that wait a draw of their own', () => {
    const simulator = new Simulator(scenario([link('A', 'B', { ...SLOW, latency: 10 })], [burst('A', 'B', 50)], { duration_sec: 1 }));
    simulator.advance(0.004);
    edit(simulator, { operation: 'update_link', link_id: 'A-B', changes: { jitter_ms: 6 } });
    simulator.advance(1);
    const { delay_ms: delay } = simulator.results().flows[0];
    expect(delay.min).toBeCloseTo(18, 4);
    // The mean of 49 draws between 0 and 6 ms is within 1 ms of 3 ms, but for one time in 6000.
    expect(delay.mean! - (50 * 51 * 8) / 2 / 50 - 10).toBeGreaterThan(2);
    expect(delay.mean! - (50 * 51 * 8) / 2 / 50 - 10).toBeLessThan(4);
  });

  it('of the queue sends nobody away who is in it', () => {
    const traffic = [
      burst('A', 'B', 4),
      flow('A', 'B', { id: 'later', arrivals: 'constant', rate_pps: 1000, stop_sec: 0.0055, start_sec: 0.005 }),
    ];
    const simulator = new Simulator({ ...input, traffic });
    simulator.advance(0.004);
    edit(simulator, { operation: 'update_link', link_id: 'A-B', changes: { queue_packets: 2 } });
    simulator.advance(1);
    expect(simulator.results().flows.map(({ delivered }) => delivered)).toEqual([4, 0]);
  });

  it('from a queue in packets to one in bytes counts what is in it', () => {
    const late = { arrivals: 'constant' as const, rate_pps: 1000, start_sec: 0.005, stop_sec: 0.0055 };
    const traffic = [
      burst('A', 'B', 4),
      flow('A', 'B', { ...late, id: 'fits', packet_bytes: 500 }),
      flow('A', 'B', { ...late, id: 'does not' }),
    ];
    const simulator = new Simulator({ ...input, traffic });
    simulator.advance(0.004);
    edit(simulator, { operation: 'update_link', link_id: 'A-B', changes: { queue_bytes: 4700 } });
    simulator.advance(1);
    expect(simulator.results().flows.map(({ delivered }) => delivered)).toEqual([4, 1, 0]);
  });

  it('of latency moves flows to what is now the shortest path', () => {
    const links = [link('A', 'B', { latency: 1 }), link('A', 'C', { latency: 5 }), link('C', 'B', { latency: 5 })];
    const simulator = new Simulator(scenario(links, [flow('A', 'B', { arrivals: 'constant', rate_pps: 10 })], { duration_sec: 2 }));
    simulator.advance(1);
    edit(simulator, { operation: 'update_link', link_id: 'A-B', changes: { latency: 11 } });
    simulator.advance(2);
    expect(simulator.results().links.map(({ packets }) => packets)).toEqual([10, 0, 10, 0, 10, 0]);
  });

  it('of loss holds for packets that reach the far end after it', () => {
    const traffic = [flow('A', 'B', { arrivals: 'constant', rate_pps: 100 })];
    const simulator = new Simulator(scenario([link('A', 'B', { latency: 50 })], traffic, { duration_sec: 2 }));
    simulator.advance(1.0501);
    edit(simulator, { operation: 'update_link', link_id: 'A-B', changes: { loss_percent: 100 } });
    simulator.advance(2);
    expect(simulator.results().flows[0]).toMatchObject({ delivered: 101, dropped: { loss: 94 } });
  });
});

describe('a flow', () => {
  it('can be added, changed and stopped at an exact time', () => {
    const constant = flow('A', 'B', { arrivals: 'constant', rate_pps: 10 });
    const simulator = new Simulator(scenario([link('A', 'B')], [constant], { duration_sec: 10 }));
    simulator.advance(1.05);
    edit(simulator, { operation: 'add_flow', flow: { ...constant, id: 'other', rate_pps: 100 } });
    simulator.advance(2.05);
    expect(simulator.results().flows.map(({ sent }) => sent)).toEqual([21, 100]);
    edit(simulator, { operation: 'update_flow', flow_id: 'other', changes: { rate_pps: 50 } });
    simulator.advance(3.05);
    expect(simulator.results().flows.map(({ sent }) => sent)).toEqual([31, 150]);
    edit(simulator, { operation: 'stop_flow', flow_id: 'other' });
    edit(simulator, { operation: 'update_flow', flow_id: 'A>B', changes: { stop_sec: 4.05 } });
    simulator.advance(10);
    expect(simulator.results().flows.map(({ sent }) => sent)).toEqual([41, 150]);
  });

  it('that has ended goes on when its end is moved', () => {
    const ended = flow('A', 'B', { arrivals: 'constant', rate_pps: 10, stop_sec: 0.95 });
    const simulator = new Simulator(scenario([link('A', 'B')], [ended], { duration_sec: 4 }));
    simulator.advance(3);
    edit(simulator, { operation: 'update_flow', flow_id: 'A>B', changes: { stop_sec: null } });
    simulator.advance(4);
    expect(simulator.results().flows[0].sent).toBe(20);
  });

  it('keeps its rhythm when only its packet sizes change', () => {
    const poisson = scenario([link('A', 'B')], [flow('A', 'B', { rate_pps: 100 })], { duration_sec: 2 });
    const [changed, undisturbed] = [new Simulator(poisson), new Simulator(poisson)];
    changed.advance(1);
    edit(changed, { operation: 'update_flow', flow_id: 'A>B', changes: { packet_bytes: [{ bytes: 100, weight: 1 }] } });
    changed.advance(2);
    undisturbed.advance(2);
    expect(changed.results().flows[0].sent).toBe(undisturbed.results().flows[0].sent);
    expect(changed.results().links[0].bytes).toBeLessThan(undisturbed.results().links[0].bytes);
  });
});

describe('edits', () => {
  it('are made all or none', () => {
    const simulator = new Simulator(scenario([link('A', 'B')], [burst('A', 'B', 5)], { duration_sec: 1 }));
    const outcome = simulator.apply([
      { operation: 'fail_link', link_id: 'A-B' },
      { operation: 'remove_link', link_id: 'A-C' },
    ]);
    expect(outcome).toMatchObject({ ok: false, refusal: { errors: [{ pointer: '/1/link_id' }] } });
    simulator.advance(1);
    expect(simulator.results().flows[0].delivered).toBe(5);
  });

  it('cannot be made amid the events of an instant, nor after the end', () => {
    const simulator = new Simulator(scenario([link('A', 'B')], [burst('A', 'B', 5)], { duration_sec: 1 }));
    expect(simulator.advance(1, 3)).toBe(false);
    expect(() => simulator.apply([])).toThrow(expect.objectContaining({ code: 'cannot_edit' }));
    simulator.advance(0.5);
    expect(simulator.apply([])).toEqual({ ok: true });
    simulator.advance(1);
    expect(() => simulator.apply([])).toThrow(expect.objectContaining({ code: 'cannot_edit' }));
  });
});
