import { describe, expect, it } from '@jest/globals';
import { exponentialSizes, timeInQueueSec } from './testing/closed-forms.js';
import { confidence, type Interval } from './testing/replications.js';
import { flow, link, scenario } from './testing/scenario.js';

const CONFIG = { duration_sec: 600, warmup_sec: 20, seed: 100 };
const LINK = { bandwidth_mbps: 1, queue_packets: 1_000_000 };

/** The theory lies within the interval, and the interval is narrow enough to mean something. */
function expectAgreement(interval: Interval, theory: number, precision: number): void {
  expect(theory).toBeGreaterThanOrEqual(interval.low);
  expect(theory).toBeLessThanOrEqual(interval.high);
  expect(interval.precision).toBeLessThan(precision);
}

describe('queueing theory', () => {
  it.each([50, 100])('M/D/1: mean delay at %d packets/s into a link that serves 125', (rate) => {
    const theory = timeInQueueSec(rate, [{ bytes: 1000, weight: 1 }], 1e6) * 1000;
    const input = scenario([link('A', 'B', LINK)], [flow('A', 'B', { rate_pps: rate })], CONFIG);
    expectAgreement(
      confidence(input, ({ flows }) => flows[0].delay_ms.mean!),
      theory,
      0.03,
    );
  });

  it.each([50, 100])('M/M/1: mean delay and mean queue at %d packets/s into a link that serves 125', (rate) => {
    // Sizes are a list, so the exponential distribution is one of 2000 points, and it is the list's own moments that theory is given.
    const sizes = exponentialSizes(1000, 2000);
    const delaySec = timeInQueueSec(rate, sizes, 1e6);
    expect(delaySec).toBeCloseTo(1 / (125 - rate), 3);
    const input = scenario([link('A', 'B', LINK)], [flow('A', 'B', { rate_pps: rate, packet_bytes: sizes })], CONFIG);
    expectAgreement(
      confidence(input, ({ flows }) => flows[0].delay_ms.mean!),
      delaySec * 1000,
      0.06,
    );
    expectAgreement(
      confidence(input, ({ links }) => links[0].mean_queue!),
      delaySec * rate,
      0.06,
    );
  });

  it('M/M/1/K: share of packets refused by a full queue', () => {
    const places = 5;
    const load = 100 / 125;
    const theory = ((1 - load) * load ** places) / (1 - load ** (places + 1));
    const traffic = [flow('A', 'B', { rate_pps: 100, packet_bytes: exponentialSizes(1000, 2000) })];
    const input = scenario([link('A', 'B', { ...LINK, queue_packets: places })], traffic, CONFIG);
    expectAgreement(
      confidence(input, ({ packets }) => packets.dropped.queue / packets.sent),
      theory,
      0.06,
    );
  });

  it('loss over several links is one less the product of what each lets through', () => {
    const hops = ['A', 'B', 'C', 'D'];
    const percent = [5, 10, 20];
    const links = percent.map((loss_percent, i) => link(hops[i], hops[i + 1], { loss_percent }));
    const input = scenario(links, [flow('A', 'D', { rate_pps: 500 })], { ...CONFIG, duration_sec: 100 });
    expectAgreement(
      confidence(input, ({ flows }) => flows[0].dropped.loss / flows[0].sent),
      1 - 0.95 * 0.9 * 0.8,
      0.02,
    );
    expectAgreement(
      confidence(input, ({ links: [, , second] }) => second.dropped.loss / second.packets),
      0.1,
      0.05,
    );
  });

  it('an on-off source offers its rate for the share of the time that it is on', () => {
    const traffic = [flow('A', 'B', { arrivals: 'on_off', rate_pps: 100, on_sec: 0.5, off_sec: 1.5 })];
    const input = scenario([link('A', 'B')], traffic, { ...CONFIG, duration_sec: 8000 });
    expectAgreement(
      confidence(input, ({ packets }) => packets.sent / 7980),
      25,
      0.06,
    );
  });
});
