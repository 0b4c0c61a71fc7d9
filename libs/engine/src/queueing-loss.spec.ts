import { describe, expect, it } from '@jest/globals';
import { expectAgreement } from './testing/agreement.js';
import { exponentialSizes, refusedShare, refusedShareConstant, refusedShareExponential } from './testing/closed-forms.js';
import { replicate } from './testing/replications.js';
import { flow, link, scenario } from './testing/scenario.js';

const BITS_PER_SEC = 1e6;
const CONFIG = { warmup_sec: 20, seed: 300 };
/** Packets/s that the link serves of the mean size of all lists below. */
const SERVICE_PPS = 125;
const CONSTANT = [{ bytes: 1000, weight: 1 }];
const EXPONENTIAL = exponentialSizes(1000, 2000);
/** The sizes of the RouteNet data sets, scaled. */
const TWO_SIZES = [
  { bytes: 300, weight: 1 },
  { bytes: 1700, weight: 1 },
];

describe('a full queue refuses', () => {
  const cases = [
    { name: 'M/M/1/K', packet_bytes: EXPONENTIAL, load: 0.8, places: 3, duration_sec: 2400, closedForm: refusedShareExponential(0.8, 3) },
    { name: 'M/M/1/K', packet_bytes: EXPONENTIAL, load: 1.2, places: 5, duration_sec: 1800, closedForm: refusedShareExponential(1.2, 5) },
    { name: 'M/D/1/K', packet_bytes: CONSTANT, load: 0.8, places: 3, duration_sec: 2400, closedForm: refusedShareConstant(0.8, 3) },
    { name: 'M/D/1/K', packet_bytes: CONSTANT, load: 1.2, places: 5, duration_sec: 1600, closedForm: refusedShareConstant(1.2, 5) },
    { name: 'M/G/1/K', packet_bytes: TWO_SIZES, load: 1, places: 4, duration_sec: 1800, closedForm: null },
    // With no place to wait, the share depends on nothing but the load: Erlang's formula.
    { name: 'M/G/1/1', packet_bytes: TWO_SIZES, load: 0.5, places: 1, duration_sec: 600, closedForm: 0.5 / 1.5 },
  ];
  for (const { name, packet_bytes, load, places, duration_sec, closedForm } of cases) {
    it(`as many packets as ${name} does with ${places} places at the load ${load}`, () => {
      const rate_pps = load * SERVICE_PPS;
      const theory = refusedShare(rate_pps, packet_bytes, BITS_PER_SEC, places);
      // That sizes are a list moves the theory by far less than the test can see.
      if (closedForm !== null) expect(Math.abs(theory / closedForm - 1)).toBeLessThan(0.0005);
      const links = [link('A', 'B', { bandwidth_mbps: BITS_PER_SEC / 1e6, queue_packets: places })];
      const traffic = [flow('A', 'B', { rate_pps, packet_bytes })];
      const replications = replicate(scenario(links, traffic, { ...CONFIG, duration_sec }));
      expectAgreement(replications, theory, ({ packets }) => packets.dropped.queue / packets.sent);
      expectAgreement(replications, load * (1 - theory), ({ links: [ab] }) => ab.utilization!);
    });
  }
});

describe('loss over several links', () => {
  it('is one less the product of what each lets through', () => {
    const hops = ['A', 'B', 'C', 'D'];
    const percent = [10, 20, 30];
    const links = percent.map((loss_percent, i) => link(hops[i], hops[i + 1], { loss_percent }));
    const traffic = [flow('A', 'D', { rate_pps: 1000, packet_bytes: 100 })];
    const replications = replicate(scenario(links, traffic, { ...CONFIG, duration_sec: 200 }));
    expectAgreement(replications, 1 - 0.9 * 0.8 * 0.7, ({ flows: [all] }) => all.dropped.loss / all.sent);
    percent.forEach((each, i) => {
      expectAgreement(replications, each / 100, (results) => results.links[2 * i].dropped.loss / results.links[2 * i].packets);
    });
  });

  it('by full queues happens at the first of equal links alone', () => {
    // What leaves the first link is a packet's time apart. A second place absorbs the rounding of times that coincide.
    const links = [3, 2, 2].map((queue_packets, i) => link(`${i}`, `${i + 1}`, { bandwidth_mbps: 1, latency: 3, queue_packets }));
    const traffic = [flow('0', '3', { rate_pps: 150 })];
    const replications = replicate(scenario(links, traffic, { ...CONFIG, duration_sec: 1200 }));
    expectAgreement(replications, refusedShareConstant(1.2, 3), ({ flows: [all] }) => all.dropped.queue / all.sent);
    for (const { links: all } of replications) expect([all[2], all[4]].map(({ dropped }) => dropped.queue)).toEqual([0, 0]);
  });

  it('by a full queue follows what a lossy link before it lets through', () => {
    // Losing each packet alone leaves a Poisson process Poisson; the first link is too fast to shape it.
    const links = [link('A', 'B', { bandwidth_mbps: 100_000, loss_percent: 20 }), link('B', 'C', { bandwidth_mbps: 1, queue_packets: 3 })];
    const traffic = [flow('A', 'C', { rate_pps: 125 })];
    const replications = replicate(scenario(links, traffic, { ...CONFIG, duration_sec: 1800 }));
    const refused = refusedShareConstant(0.8, 3);
    expectAgreement(replications, 0.8 * refused, ({ packets }) => packets.dropped.queue / packets.sent);
    expectAgreement(replications, 1 - 0.8 * (1 - refused), ({ packets: { dropped, sent } }) => (dropped.loss + dropped.queue) / sent);
  });
});
