import { describe, expect, it } from '@jest/globals';
import type { Edit, Scenario } from '@skein/topology';
import { threeRouters } from '../testing/scenarios.js';
import { claim, TestHost } from '../testing/test-host.js';

const CUT: Edit[] = [{ operation: 'fail_link', link_id: 'A-B' }];

/** Probes between three routers, of which one is cut off at some time: its flows have no route from there on. */
const scenario = (log_level: Scenario['config']['log_level'] = 'warning') =>
  threeRouters({ duration_sec: 30, sample_interval_sec: 1, log_level, speed: 1 });

const said = (host: TestHost) => host.heardOf('log').flatMap(({ entries }) => entries);

function cutOff(log_level?: Scenario['config']['log_level']): TestHost {
  const host = new TestHost();
  host.start(claim('s'), scenario(log_level));
  host.clock.passTo(10_000);
  host.ask('hold', claim('s'));
  host.edit(claim('s'), { seq: 1, at_sec: 10, edits: CUT });
  host.tell('release', claim('s'));
  host.clock.passTo(31_000);
  return host;
}

describe('the log of a simulation on a host', () => {
  it('is told while it runs, before its end, each entry once', () => {
    const host = cutOff();
    const entries = said(host);
    expect(entries.map(({ number }) => number)).toEqual(entries.map((_, i) => i + 1));
    expect(new Set(entries.map(({ code }) => code))).toEqual(new Set(['link_down_drops', 'no_route', 'no_route_ended']));
    const types = host.heard.map(({ type }) => type).filter((type) => !['progress', 'workload', 'answer'].includes(type));
    expect(types.at(-1)).toBe('done');
    expect(host.heardOf('log')[0]?.atMs).toBeLessThan(12_500);
  });

  it('is told again, the same to the last bit, by whoever takes it through its course', () => {
    const host = new TestHost();
    const course = { edits: [{ seq: 1, at_sec: 10, edits: CUT }], to_sec: 29, paused: false };
    host.start(claim('s', 2), scenario(), 1, course);
    host.clock.passTo(5_000);
    expect(said(host)).toEqual(said(cutOff()));
  });

  it('is empty where only errors are asked for', () => {
    expect(cutOff('error').heardOf('log')).toEqual([]);
  });

  it('is not told of what is only replayed', () => {
    const host = new TestHost();
    host.replay(JSON.stringify(scenario()), { edits: [{ seq: 1, at_sec: 10, edits: CUT }], to_sec: 30, paused: false });
    expect(host.heardOf('log')).toEqual([]);
  });
});
