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
