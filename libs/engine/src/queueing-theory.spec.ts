import { describe, it } from '@jest/globals';
import { expectAgreement } from './testing/agreement.js';
import { exponentialSizes, load, timeInQueueDeviationSec, timeInQueueSec, waitSec } from './testing/closed-forms.js';
import { replicate } from './testing/replications.js';
import { flow, link, scenario } from './testing/scenario.js';

const BITS_PER_SEC = 1e6;
const LINK = { bandwidth_mbps: BITS_PER_SEC / 1e6, queue_packets: 1_000_000 };
const CONFIG = { warmup_sec: 20, seed: 100 };
const CONSTANT = [{ bytes: 1000, weight: 1 }];
/** Sizes are a list, so the exponential distribution is one of 2000 points. */
const EXPONENTIAL = exponentialSizes(1000, 2000);
/** Three bytes of five are in one packet of ten: the squared coefficient of variation of the sizes is 3.1. */
const MIXED = [
  { bytes: 100, weight: 7 },
  { bytes: 600, weight: 2 },
  { bytes: 3000, weight: 1 },
];

describe('one queue', () => {
  const cases = [
    { name: 'M/D/1', packet_bytes: CONSTANT, rate_pps: 50, duration_sec: 3600 },
    { name: 'M/D/1', packet_bytes: CONSTANT, rate_pps: 100, duration_sec: 3000 },
    { name: 'M/M/1', packet_bytes: EXPONENTIAL, rate_pps: 50, duration_sec: 8000 },
    { name: 'M/M/1', packet_bytes: EXPONENTIAL, rate_pps: 75, duration_sec: 4000 },
    { name: 'M/G/1', packet_bytes: MIXED, rate_pps: 120, duration_sec: 2400 },
  ];
  for (const { name, packet_bytes, rate_pps, duration_sec } of cases) {
    it(`delays and queues as ${name} does with ${rate_pps} packets/s`, () => {
      const input = scenario([link('A', 'B', LINK)], [flow('A', 'B', { rate_pps, packet_bytes })], { ...CONFIG, duration_sec });
      const replications = replicate(input);
      const meanSec = timeInQueueSec(rate_pps, packet_bytes, BITS_PER_SEC);
      expectAgreement(replications, meanSec * 1000, ({ flows }) => flows[0].delay_ms.mean!);
      // Little: as many packets are in the queue as arrive while one of them is.
      expectAgreement(replications, meanSec * rate_pps, ({ links }) => links[0].mean_queue!);
      // At higher loads the deviation is all in rare long waits, which take far longer runs to know.
      if (load(rate_pps, packet_bytes, BITS_PER_SEC) > 0.5) return;
      const deviationSec = timeInQueueDeviationSec(rate_pps, packet_bytes, BITS_PER_SEC);
      expectAgreement(replications, deviationSec * 1000, ({ flows }) => flows[0].delay_ms.stddev!);
    });
  }

  it('makes packets of all flows wait alike, whatever their own size', () => {
    const small = { rate_pps: 100, packet_bytes: [{ bytes: 100, weight: 100 }] };
    const large = { rate_pps: 40, packet_bytes: [{ bytes: 1500, weight: 40 }] };
    const traffic = [flow('A', 'B', { id: 'small', ...small }), flow('A', 'B', { id: 'large', ...large })];
    const replications = replicate(scenario([link('A', 'B', LINK)], traffic, { ...CONFIG, duration_sec: 2000 }));
    const wait = waitSec(140, [...small.packet_bytes, ...large.packet_bytes], BITS_PER_SEC);
    expectAgreement(replications, (wait + 800 / BITS_PER_SEC) * 1000, ({ flows }) => flows[0].delay_ms.mean!);
    expectAgreement(replications, (wait + 12_000 / BITS_PER_SEC) * 1000, ({ flows }) => flows[1].delay_ms.mean!);
    expectAgreement(replications, 0.08 + 0.48, ({ links }) => links[0].utilization!);
  });
});

describe('an on-off source', () => {
  it('offers its rate for the share of the time that it is on', () => {
    const traffic = [flow('A', 'B', { arrivals: 'on_off', rate_pps: 8, on_sec: 0.5, off_sec: 1.5 })];
    const replications = replicate(scenario([link('A', 'B')], traffic, { ...CONFIG, duration_sec: 20_020 }));
    expectAgreement(replications, 8 / 4, ({ packets }) => packets.sent / 20_000);
  });
});
