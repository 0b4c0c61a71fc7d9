import { describe, expect, it } from '@jest/globals';
import { PacketBudget } from '@skein/engine';
import { longWire, threeRouters, undisturbedHash } from '../testing/scenarios.js';
import { claim, hashOf, TestHost } from '../testing/test-host.js';

const MB = 1024 * 1024;
/** Some 70 000 packets of 56 bytes: more than a simulation gets whatever the others hold. */
const BUDGET_BYTES = 4 * MB;

function crowdedHost(): { host: TestHost; budget: PacketBudget } {
  const budget = new PacketBudget(BUDGET_BYTES);
  return { host: new TestHost(0.01, undefined, budget), budget };
}

describe('simulations whose packets in flight need more than their thread has', () => {
  it('fail with what they asked for and the link that it is on, and never hold more than the budget together', () => {
    const { host, budget } = crowdedHost();
    for (let i = 0; i < 8; i++) host.start(claim(`flood ${i}`), longWire(100, { seed: i }), 'max');
    host.clock.passTo(600_000);
    const failed = host.heardOf('failed');
    expect(failed).not.toHaveLength(0);
    for (const { code, message } of failed) {
      expect(code).toBe('too_many_packets');
      expect(message).toMatch(/More than \d+ packets are in flight at \d.* may use 4 MB for them together/);
      expect(message).toMatch(/\d+ of them are on link "A-B" from "A" to "B"\..*queue_packets/);
    }
    expect(budget.takenBytes).toBeLessThanOrEqual(BUDGET_BYTES);
  });

  it('take nobody along: a neighbor ends with the results of an undisturbed run', () => {
    const { host } = crowdedHost();
    const small = threeRouters({ duration_sec: 60, seed: 4 });
    host.start(claim('flood'), longWire(1e5), 'max');
    host.start(claim('small'), small, 10);
    host.clock.passTo(60_000);
    expect(host.heardOf('failed').map(({ sim_id }) => sim_id)).toEqual(['flood']);
    expect(hashOf(host.done('small'))).toBe(undisturbedHash(small));
  });

  it('leave their share to the next one, however they go', () => {
    const { host, budget } = crowdedHost();
    host.start(claim('failing'), longWire(1e5), 'max');
    host.start(claim('ending'), threeRouters({ duration_sec: 5 }), 'max');
    host.start(claim('dropped'), longWire(1), 1);
    host.clock.passTo(10_000);
    host.tell('drop', claim('dropped'));
    host.replay(JSON.stringify(threeRouters({ duration_sec: 5 })));
    expect(host.done('ending')).toBeDefined();
    expect(host.heardOf('failed')).toHaveLength(1);
    expect(budget.takenBytes).toBe(0);
  });
});
