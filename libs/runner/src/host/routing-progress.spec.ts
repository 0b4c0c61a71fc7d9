import { describe, expect, it } from '@jest/globals';
import { manyRoutes, threeRouters, undisturbedHash } from '../testing/scenarios.js';
import { claim, hashOf, TestHost } from '../testing/test-host.js';

/** Of each progress message. */
const toldBy = (host: TestHost) =>
  host.heardOf('progress').flatMap(({ moved }) => moved.map(({ simulated_sec, routed }) => ({ simulated_sec, routed })));

describe('progress', () => {
  it('tells what part of the flows has its route as long as finding routes is the work, though simulated time stands still', () => {
    const scenario = manyRoutes(600, { duration_sec: 5, speed: 'max' });
    const host = new TestHost(1);
    host.start(claim('s'), scenario);
    host.clock.passTo(600_000);
    const routing = toldBy(host).filter(({ routed }) => routed !== undefined);
    expect(routing.length).toBeGreaterThan(1);
    const shares = routing.map(({ routed }) => routed!);
    expect(shares).toEqual([...new Set(shares)].sort((a, b) => a - b));
    expect(Math.min(...shares)).toBeGreaterThan(0);
    expect(Math.max(...shares)).toBeLessThan(1);
    expect(routing.slice(0, -1).every(({ simulated_sec }) => simulated_sec === 0)).toBe(true);
    expect(toldBy(host).at(-1)).toMatchObject({ simulated_sec: expect.any(Number), routed: undefined });
    expect(hashOf(host.done('s'))).toBe(undisturbedHash(scenario));
  });

  it('says nothing of routes that are found in no time', () => {
    const host = new TestHost(0.01);
    host.start(claim('s'), threeRouters({ duration_sec: 20, speed: 20 }));
    host.clock.passTo(5_000);
    expect(toldBy(host).length).toBeGreaterThan(2);
    expect(toldBy(host).filter(({ routed }) => routed !== undefined)).toEqual([]);
  });
});
