import { describe, expect, it } from '@jest/globals';
import { Simulator } from './simulator.js';
import { run } from './testing/run.js';
import { burst, flow, link, scenario } from './testing/scenario.js';

const NONE = { loss: 0, queue: 0, no_route: 0, link_down: 0 };

describe('counts that are known exactly', () => {
  it('a queue holds queue_packets packets, the one in service included', () => {
    const { flows, links } = run(scenario([link('A', 'B', { queue_packets: 4, bandwidth_mbps: 1 })], [burst('A', 'B', 10)]));
    expect(flows[0]).toMatchObject({ sent: 10, delivered: 4, dropped: { ...NONE, queue: 6 } });
    expect(links[0]).toMatchObject({ from: 'A', to: 'B', packets: 4, bytes: 4000, max_queue: 4, dropped: { ...NONE, queue: 6 } });
    expect(links[1]).toMatchObject({ from: 'B', to: 'A', packets: 0, max_queue: 0, utilization: 0, dropped: NONE });
  });

  it('a queue of one packet serves one and refuses what comes meanwhile', () => {
    // Service takes 8 ms and packets come every 5 ms: each that is served lets exactly one other run into a busy link.
    const traffic = [flow('A', 'B', { arrivals: 'constant', rate_pps: 200, stop_sec: 0.9999 })];
    const { flows } = run(scenario([link('A', 'B', { queue_packets: 1, bandwidth_mbps: 1 })], traffic));
    expect(flows[0]).toMatchObject({ sent: 200, delivered: 100, dropped: { queue: 100 } });
  });

  it('a packet that arrives at the very end of a service finds its place free', () => {
    // Services of 2^-7 s and arrivals 2^-7 s apart fall on the same instants, which floats represent exactly.
    const bits = link('A', 'B', { queue_packets: 1, bandwidth_mbps: 1.024 });
    const { flows } = run(scenario([bits], [flow('A', 'B', { arrivals: 'constant', rate_pps: 128, stop_sec: 1 })]));
    expect(flows[0]).toMatchObject({ sent: 128, delivered: 128, dropped: NONE });
  });

  it('a packet lost on the wire has used its link', () => {
    const links = [link('A', 'B', { loss_percent: 100, bandwidth_mbps: 1 }), link('B', 'C')];
    const results = run(scenario(links, [burst('A', 'C', 10)], { duration_sec: 0.16 }));
    expect(results.packets).toEqual({ sent: 10, delivered: 0, dropped: { ...NONE, loss: 10 }, in_flight: 0 });
    expect(results.links[0]).toMatchObject({ packets: 10, bytes: 10_000, dropped: { ...NONE, loss: 10 } });
    expect(results.links[0].utilization).toBeCloseTo(0.5, 6);
    expect(results.links[2].packets).toBe(0);
    expect(results.flows[0].delay_ms.mean).toBeNull();
  });

  it('a packet without a route is dropped for that reason', () => {
    const oneWay = link('A', 'B', { directed: true });
    const results = run(scenario([oneWay], [burst('B', 'A', 3), burst('A', 'C', 2)], {}, ['C']));
    expect(results.links).toHaveLength(1);
    expect(results.flows.map(({ dropped }) => dropped.no_route)).toEqual([3, 2]);
  });

  it('a flow with a path takes it, although a shorter one exists', () => {
    const links = [link('A', 'C', { latency: 1 }), link('A', 'B', { latency: 9 }), link('B', 'C', { latency: 9 })];
    const { flows } = run(scenario(links, [burst('A', 'C', 1), burst('A', 'C', 1, { id: 'around', path: ['A', 'B', 'C'] })]));
    expect(flows[0].delay_ms.mean).toBeCloseTo(1.08, 6);
    expect(flows[1].delay_ms.mean).toBeCloseTo(18.16, 6);
  });

  it('only packets created after the warm-up are counted, and all of those are', () => {
    const traffic = [flow('A', 'B', { arrivals: 'constant', rate_pps: 10 })];
    const simulator = new Simulator(scenario([link('A', 'B', { latency: 950 })], traffic, { duration_sec: 3, warmup_sec: 1 }));
    simulator.advance(1);
    expect(simulator.results().flows[0]).toMatchObject({ sent: 0, throughput_mbps: null });
    simulator.advance(3);
    // Created at 1.0 to 2.9 s; those of 2.1 s and later are still on the wire.
    expect(simulator.results().packets).toEqual({ sent: 20, delivered: 11, dropped: NONE, in_flight: 9 });
    expect(simulator.results().flows[0].throughput_mbps).toBeCloseTo(0.044, 9);
  });
});
