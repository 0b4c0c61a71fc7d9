import { describe, expect, it } from '@jest/globals';
import type { Scenario } from '@skein/topology';
import { expectAgreement } from './testing/agreement.js';
import { waitSec } from './testing/closed-forms.js';
import { replicate } from './testing/replications.js';
import { run } from './testing/run.js';
import { flow, link, scenario } from './testing/scenario.js';

const CONFIG = { warmup_sec: 20, seed: 500 };
const BYTES = 1000;
const BITS = BYTES * 8;
const UNLIMITED = { queue_packets: 1_000_000 };

/** A chain of links of the given bandwidths, in Mbit/s, and Poisson packets of one size over all of it. */
function chain(mbps: readonly number[], rate_pps: number, duration_sec: number): Scenario {
  const links = mbps.map((bandwidth_mbps, i) => link(`${i}`, `${i + 1}`, { ...UNLIMITED, bandwidth_mbps, latency: 2 }));
  return scenario(links, [flow('0', `${mbps.length}`, { rate_pps, packet_bytes: BYTES })], { ...CONFIG, duration_sec });
}

/** Serialization and latency over the chain, in milliseconds. */
function unqueuedMs(mbps: readonly number[]): number {
  return mbps.reduce((sum, bandwidth) => sum + BITS / (bandwidth * 1000) + 2, 0);
}

/**
 * Packets keep their size from link to link, so Jackson's theorem, which draws it anew, does not hold; for equal packets more is known: the
 * time through a chain does not depend on the order of its links, and waiting is as at the slowest alone.
 * Source: H. D. Friedman, Reduction methods for tandem queuing systems, Operations Research 13 (1965).
 */
describe('queues in tandem', () => {
  it.each([
    { name: 'faster', mbps: [1, 2] },
    { name: 'slower', mbps: [2, 1] },
  ])('delay packets of one size by the wait at the slowest alone, where a $name link follows', ({ mbps }) => {
    const waitMs = waitSec(80, [{ bytes: BYTES, weight: 1 }], 1e6) * 1000;
    const replications = replicate(chain(mbps, 80, 1500));
    expectAgreement(replications, waitMs + unqueuedMs(mbps), ({ flows }) => flows[0].delay_ms.mean!);
    // Free of what all packets have in common, the interval is about the wait alone.
    expectAgreement(replications, waitMs, ({ flows }) => flows[0].delay_ms.mean! - unqueuedMs(mbps));
  });

  it('take every packet through in the same time in whatever order the links stand', () => {
    const orders = [
      [1, 1.5, 4],
      [1.5, 4, 1],
      [4, 1, 1.5],
    ];
    const [first, ...others] = orders.map((mbps) => run(chain(mbps, 100, 100)).flows[0]);
    expect(first.delivered).toBeGreaterThan(7000);
    expect(first.delay_ms.stddev).toBeGreaterThan(5);
    for (const { delivered, delay_ms, jitter_ms } of others) {
      expect(delivered).toBe(first.delivered);
      for (const member of ['mean', 'stddev', 'min', 'max'] as const) expect(delay_ms[member]).toBeCloseTo(first.delay_ms[member]!, 6);
      expect(jitter_ms).toBeCloseTo(first.jitter_ms!, 6);
    }
  });

  it.each([
    { name: 'equal', mbps: [1, 1, 1] },
    { name: 'faster', mbps: [1, 2, 5] },
  ])('never let a packet of one size wait at $name links after the first', ({ mbps }) => {
    const { links } = run(chain(mbps, 100, 100));
    expect(links[0].mean_queue).toBeGreaterThan(1.5);
    for (const later of [links[2], links[4]]) {
      expect(later.packets).toBeGreaterThan(7000);
      expect(later.mean_queue).toBeCloseTo(later.utilization!, 9);
    }
  });
});
