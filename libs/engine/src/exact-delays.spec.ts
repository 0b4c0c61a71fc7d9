import { describe, expect, it } from '@jest/globals';
import { run } from './testing/run.js';
import { burst, flow, link, scenario } from './testing/scenario.js';

const NANOSECONDS = 6;

describe('delays that are known exactly', () => {
  it('meet the UDP echo example of ns-3 to the nanosecond, one way and there and back', () => {
    const wire = [link('client', 'server', { bandwidth_mbps: 5, latency: 2 })];
    const oneWay = run(scenario(wire, [burst('client', 'server', 1, { packet_bytes: 1054 })]));
    expect(oneWay.flows[0].delay_ms.mean).toBeCloseTo(3.6864, NANOSECONDS);

    // The echo is sent when the request has fully arrived, so both ways are a relay through the server.
    const back = [...wire, link('server', 'client again', { bandwidth_mbps: 5, latency: 2 })];
    const echo = run(scenario(back, [burst('client', 'client again', 1, { packet_bytes: 1054 })]));
    expect(echo.flows[0].delay_ms.mean).toBeCloseTo(7.3728, NANOSECONDS);
  });

  it('are the sum of serialisations and latencies through three routers', () => {
    const links = [link('A', 'B', { latency: 10 }), link('B', 'C', { latency: 15 })];
    const { flows } = run(scenario(links, [flow('A', 'C', { arrivals: 'constant', rate_pps: 100 })]));
    const exactMs = 0.08 + 10 + 0.08 + 15;
    expect(flows[0].sent).toBe(3000);
    for (const value of [flows[0].delay_ms.mean, flows[0].delay_ms.min, flows[0].delay_ms.max, flows[0].delay_ms.p50]) {
      expect(value).toBeCloseTo(exactMs, NANOSECONDS);
    }
    expect(flows[0].jitter_ms).toBeCloseTo(0, NANOSECONDS);
  });

  it('grow by one serialisation per packet ahead in the queue', () => {
    const { flows } = run(scenario([link('A', 'B', { bandwidth_mbps: 8 })], [burst('A', 'B', 5)], { duration_sec: 1 }));
    expect(flows[0].delay_ms.min).toBeCloseTo(1, 5);
    expect(flows[0].delay_ms.max).toBeCloseTo(5, 5);
    expect(flows[0].delay_ms.mean).toBeCloseTo(3, 5);
    expect(flows[0].delay_ms.stddev).toBeCloseTo(Math.sqrt(2), 5);
    expect(flows[0].jitter_ms).toBeCloseTo(1, 5);
  });

  it('follow from one busy period to the next as worked out by hand', () => {
    // The link takes 1 ms for 1000 bytes. [created ms, bytes, delay ms]: 0 to 3, 3 to 4, 4 to 6; idle; 7 to 8, 8 to 8.5.
    const packets = [
      [0, 3000, 3],
      [1, 1000, 3],
      [2, 2000, 4],
      [7, 1000, 1],
      [7.5, 500, 1],
    ];
    const traffic = packets.map(([atMs, packet_bytes], i) => {
      return flow('A', 'B', { id: `${i}`, arrivals: 'constant', packet_bytes, start_sec: atMs / 1000, stop_sec: (atMs + 0.001) / 1000 });
    });
    const { flows, links } = run(scenario([link('A', 'B', { bandwidth_mbps: 8 })], traffic, { duration_sec: 0.01 }));
    flows.forEach(({ delay_ms }, i) => expect(delay_ms.mean).toBeCloseTo(packets[i][2], NANOSECONDS));
    expect(links[0].max_queue).toBe(3);
    expect(links[0].utilization).toBeCloseTo(7.5 / 10, 9);
    expect(links[0].mean_queue).toBeCloseTo((3 + 3 + 4 + 1 + 1) / 10, 9);

    // With two places, the third packet finds both taken and the fourth comes later than what it waited for.
    const short = run(scenario([link('A', 'B', { bandwidth_mbps: 8, queue_packets: 2 })], traffic, { duration_sec: 0.01 }));
    expect(short.flows.map(({ dropped }) => dropped.queue)).toEqual([0, 0, 1, 0, 0]);
    expect(short.flows.map(({ delay_ms }) => delay_ms.mean?.toFixed(NANOSECONDS) ?? null)).toEqual([
      '3.000000',
      '3.000000',
      null,
      '1.000000',
      '1.000000',
    ]);
  });

  it.each([
    { name: 'the first', bandwidths: [0.8, 1, 1.6], slowestMs: 10 },
    { name: 'the second', bandwidths: [0.8, 0.5, 1], slowestMs: 16 },
    { name: 'the last', bandwidths: [1.6, 1, 0.4], slowestMs: 20 },
  ])('grow by what the slowest link of a chain takes longer than the gaps, be it $name', ({ bandwidths, slowestMs }) => {
    const gapMs = 8;
    const packets = 50;
    const links = bandwidths.map((bandwidth_mbps, i) => link(`${i}`, `${i + 1}`, { bandwidth_mbps, latency: 5 }));
    const rate_pps = 1000 / gapMs;
    const traffic = [flow('0', '3', { arrivals: 'constant', rate_pps, stop_sec: (packets - 0.5) / rate_pps })];
    const { delivered, delay_ms, jitter_ms } = run(scenario(links, traffic)).flows[0];
    const unqueuedMs = bandwidths.reduce((sum, mbps) => sum + 8 / mbps + 5, 0);
    const growthMs = slowestMs - gapMs;
    expect(delivered).toBe(packets);
    expect(delay_ms.min).toBeCloseTo(unqueuedMs, NANOSECONDS);
    expect(delay_ms.max).toBeCloseTo(unqueuedMs + (packets - 1) * growthMs, NANOSECONDS);
    expect(delay_ms.mean).toBeCloseTo(unqueuedMs + ((packets - 1) / 2) * growthMs, NANOSECONDS);
    expect(delay_ms.stddev).toBeCloseTo(growthMs * Math.sqrt((packets ** 2 - 1) / 12), NANOSECONDS);
    expect(jitter_ms).toBeCloseTo(growthMs, NANOSECONDS);
  });

  it('of flows in step differ by one serialization at the first of equal links and no more behind it', () => {
    const links = ['AB', 'BC', 'CD'].map(([from, to]) => link(from, to, { bandwidth_mbps: 8, latency: 2 }));
    const traffic = ['first', 'second'].map((id) => flow('A', 'D', { id, arrivals: 'constant', rate_pps: 400 }));
    const { flows } = run(scenario(links, traffic, { duration_sec: 5 }));
    flows.forEach(({ sent, delay_ms }, i) => {
      expect(sent).toBe(2000);
      expect(delay_ms.min).toBeCloseTo(9 + i, NANOSECONDS);
      expect(delay_ms.max).toBeCloseTo(9 + i, NANOSECONDS);
    });
  });

  it('are the serialisation alone where the latency is zero', () => {
    const { flows } = run(scenario([link('A', 'B', { latency: 0 })], [burst('A', 'B', 1)]));
    expect(flows[0].delay_ms.mean).toBeCloseTo(0.08, NANOSECONDS);
  });

  it('are seconds on a link of one kilobit per second', () => {
    const { flows, links } = run(scenario([link('A', 'B', { bandwidth_mbps: 0.001, latency: 5 })], [burst('A', 'B', 1)]));
    expect(flows[0].delay_ms.mean).toBeCloseTo(8005, NANOSECONDS);
    expect(links[0].utilization).toBeCloseTo(8 / 30, 12);
    expect(links[0].mean_queue).toBeCloseTo(8 / 30, 12);
  });

  it('keep the order of a link whatever its jitter draws', () => {
    // A burst leaves 0.08 ms apart under 50 ms of jitter, so nearly every packet would overtake if it could.
    const jittery = link('A', 'B', { jitter_ms: 50, latency: 10 });
    const { flows } = run(scenario([jittery], [burst('A', 'B', 100)]));
    const { min, max } = flows[0].delay_ms;
    expect(flows[0].delivered).toBe(100);
    expect(min).toBeGreaterThanOrEqual(10.08);
    expect(max).toBeLessThanOrEqual(10 + 100 * 0.08 + 50);
    // In order, delays rise in all and fall by at most the 0 ms between two creations: none is below its predecessor.
    expect(flows[0].jitter_ms).toBeCloseTo((max! - min!) / 99, 4);
  });
});
