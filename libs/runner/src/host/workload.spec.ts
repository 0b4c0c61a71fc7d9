import { Simulator } from '@skein/engine';
import { describe, expect, it } from '@jest/globals';
import { pack } from '../packed-snapshot.js';
import { threeRouters } from '../testing/scenarios.js';
import { claim, TestHost } from '../testing/test-host.js';
import { WAKE_MS } from './scheduler.js';
import { WORKLOAD_MS } from './workload.js';

const scenario = threeRouters({ duration_sec: 20 });

function hopsOf(host: TestHost): number {
  return host.heardOf('workload').reduce((sum, { packet_hops }) => sum + packet_hops, 0);
}

function hopsInAll(): number {
  const simulator = new Simulator(scenario);
  simulator.advance(20);
  return simulator.admittedHops;
}

describe('the account of work of a host', () => {
  it('has every packet-hop once, and comes at most so often', () => {
    const host = new TestHost();
    for (let i = 0; i < 3; i++) host.start(claim(`s${i}`), scenario);
    host.start(claim('fast'), scenario, 'max');
    host.clock.passTo(30_000);
    expect(hopsOf(host)).toBe(4 * hopsInAll());
    const instants = host.heardOf('workload').map(({ atMs }) => atMs);
    for (const [i, atMs] of instants.slice(1).entries()) expect(atMs - instants[i]).toBeGreaterThanOrEqual(WORKLOAD_MS);
  });

  it('leaves out what a snapshot spares', async () => {
    const before = new TestHost(0.05, 0.1);
    before.start(claim('s'), scenario);
    before.clock.passTo(30_000);
    const [{ snapshot }] = before.heardOf('snapshot').slice(-1);
    const host = new TestHost();
    host.start(claim('s', 2), scenario, 'max', { edits: [], to_sec: snapshot.at_sec, paused: false, snapshot: await pack(snapshot) });
    host.clock.passTo(30_000);
    const simulator = Simulator.restore(scenario, [], snapshot.bytes);
    expect(hopsOf(host)).toBe(hopsInAll() - simulator.admittedHops);
  });

  it('tells of no lateness while the pace is kept, and of how late a busy thread comes', () => {
    const idle = new TestHost();
    idle.start(claim('s'), scenario);
    idle.clock.passTo(10_000);
    expect(Math.max(...idle.heardOf('workload').map(({ lag_ms }) => lag_ms))).toBe(0);

    // A round of all takes seconds, as each look at the clock takes so long.
    const busy = new TestHost(2);
    for (let i = 0; i < 500; i++) busy.start(claim(`s${i}`), threeRouters({ duration_sec: 1e6, seed: i }));
    busy.clock.passTo(20_000);
    expect(Math.max(...busy.heardOf('workload').map(({ lag_ms }) => lag_ms))).toBeGreaterThan(WAKE_MS);
  });
});
