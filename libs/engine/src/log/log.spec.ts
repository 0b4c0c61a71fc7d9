import { describe, expect, it } from '@jest/globals';
import type { Edit, EffectiveConfig, LogLevel, Scenario } from '@skein/topology';
import fc from 'fast-check';
import { resultHash } from '../results/result-hash.js';
import { Simulator } from '../simulator.js';
import { flow, link, scenario } from '../testing/scenario.js';
import type { LogEntry } from './log-entry.js';
import { QUIET_INTERVALS } from './onsets.js';
import { MOST_TRACES } from './packet-trace.js';
import { MOST_ENTRIES } from './simulation-log.js';

type At = { atSec: number; edits: Edit[] };

function logOf(what: Scenario, edits: At[] = [], slice = Infinity): LogEntry[] {
  const simulator = new Simulator(what);
  const log: LogEntry[] = [];
  const goTo = (sec: number): void => {
    do log.push(...simulator.takeLog());
    while (!simulator.advance(sec, slice));
  };
  for (const { atSec, edits: list } of edits) {
    goTo(atSec);
    expect(simulator.apply(list)).toMatchObject({ ok: true });
  }
  goTo(Infinity);
  return [...log, ...simulator.takeLog()];
}

const codes = (log: LogEntry[]): string[] => log.map(({ code }) => code);

/** 1000-byte packets at 1 Mbit/s: 8 ms each, so 125 a second at most; a sample a second. */
function bottleneck(ratePps: number, config: Partial<EffectiveConfig> = {}, queue = 10): Scenario {
  const links = [link('A', 'B', { bandwidth_mbps: 1, queue_packets: queue })];
  const traffic = [flow('A', 'B', { rate_pps: ratePps, arrivals: 'constant', packet_bytes: 1000, stop_sec: 10 })];
  return scenario(links, traffic, { duration_sec: 30, sample_interval_sec: 1, ...config });
}

describe('what a simulation says', () => {
  it('is once that a link is saturated and that its queue overflows, and once that each has ended, with counts', () => {
    const simulator = new Simulator(bottleneck(250));
    simulator.advance(Infinity);
    const log = simulator.takeLog();
    expect(codes(log)).toEqual(['link_saturated', 'queue_overflow', 'link_saturation_ended', 'queue_overflow_ended']);
    const [saturated, overflow, relieved, ended] = log;
    expect(saturated).toMatchObject({ number: 1, level: 'warning', simulated_sec: 1, details: { link_id: 'A-B', from: 'A', to: 'B' } });
    expect(overflow).toMatchObject({ number: 2, details: { from_sec: 0, to_sec: 1 } });
    expect(relieved).toMatchObject({ simulated_sec: 10 + QUIET_INTERVALS, details: { from_sec: 0, to_sec: 10 } });
    expect(ended.details.dropped).toBe(simulator.results().packets.dropped.queue);
    expect(simulator.takeLog()).toEqual([]);
  });

  it('is nothing where all is well', () => {
    expect(logOf(bottleneck(120))).toEqual([]);
  });

  it('ends with the simulation where the condition did not end before', () => {
    const log = logOf(bottleneck(250, { duration_sec: 4.5 }));
    expect(codes(log)).toEqual(['link_saturated', 'queue_overflow', 'link_saturation_ended', 'queue_overflow_ended']);
    expect(log[3]).toMatchObject({ simulated_sec: 4.5, details: { from_sec: 0, to_sec: 4.5 } });
  });

  it('tells a condition that flickers once', () => {
    const links = [link('A', 'B', { bandwidth_mbps: 1, queue_packets: 2 })];
    const pulses = { arrivals: 'on_off', periods: 'fixed', on_sec: 0.5, off_sec: QUIET_INTERVALS - 1.5 } as const;
    const traffic = [flow('A', 'B', { rate_pps: 1000, packet_bytes: 1000, ...pulses })];
    const log = logOf(scenario(links, traffic, { duration_sec: 60, sample_interval_sec: 1 }));
    expect(codes(log).filter((code) => code.startsWith('queue'))).toEqual(['queue_overflow', 'queue_overflow_ended']);
  });

  it('is about flows without a route, and packets on a link that goes down', () => {
    const links = [link('A', 'B', { bandwidth_mbps: 1, latency: 100 })];
    const traffic = [flow('A', 'B', { rate_pps: 100, arrivals: 'constant', packet_bytes: 1000 })];
    const failed: At[] = [
      { atSec: 5, edits: [{ operation: 'fail_link', link_id: 'A-B' }] },
      { atSec: 10, edits: [{ operation: 'restore_link', link_id: 'A-B' }] },
    ];
    const log = logOf(scenario(links, traffic, { duration_sec: 20, sample_interval_sec: 1 }), failed);
    expect(codes(log)).toEqual(['link_down_drops', 'no_route', 'no_route_ended']);
    expect(log[1]).toMatchObject({ simulated_sec: 6, details: { flow_id: 'A>B', from_sec: 5 } });
    expect(log[2].details.dropped).toBe(500);
  });

  it.each<[LogLevel, boolean]>([
    ['error', false],
    ['warning', true],
    ['info', true],
    ['debug', true],
  ])('contains warnings at %s: %s', (log_level, contained) => {
    const log = logOf(bottleneck(250, { log_level }));
    expect(codes(log).includes('queue_overflow')).toBe(contained);
    expect(log.some(({ level }) => level === 'debug')).toBe(log_level === 'debug');
  });

  it('is bounded', () => {
    const nodes = Array.from({ length: 200 }, (_, i) => `N${i}`);
    const traffic = nodes.slice(0, 101).flatMap((from) => nodes.slice(101).map((to) => flow(from, to, { rate_pps: 100 })));
    const log = logOf(scenario([], traffic, { duration_sec: 1, sample_interval_sec: 0.1 }, nodes));
    expect(log).toHaveLength(MOST_ENTRIES);
    expect(log.at(-1)?.code).toBe('log_full');
  });

  it('does not depend on how the run is cut up, nor change its results', () => {
    const links = [
      link('A', 'B', { bandwidth_mbps: 1, queue_packets: 5, loss_percent: 2 }),
      link('B', 'C', { bandwidth_mbps: 2, jitter_ms: 3 }),
    ];
    const traffic = [flow('A', 'C', { rate_pps: 150 }), flow('B', 'C', { rate_pps: 100 }), flow('C', 'A', { rate_pps: 20 })];
    const make = (log_level: LogLevel, warmup_sec: number) =>
      scenario(links, traffic, { duration_sec: 20, sample_interval_sec: 0.5, log_level, warmup_sec });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 15, noNaN: true }), (slice, warmup) => {
        expect(logOf(make('debug', warmup), [], slice)).toEqual(logOf(make('debug', warmup)));
        const [quiet, loud] = [make('error', warmup), make('debug', warmup)].map((what) => {
          const simulator = new Simulator(what);
          simulator.advance(Infinity);
          return resultHash(simulator.results());
        });
        expect(loud).toBe(quiet);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the trace of packets', () => {
  it('tells the way of each packet', () => {
    const links = [link('A', 'B'), link('B', 'C', { loss_percent: 100 })];
    const traffic = [
      flow('A', 'B', { arrivals: 'constant', rate_pps: 1, stop_sec: 0.5 }),
      flow('A', 'C', { arrivals: 'constant', rate_pps: 1, start_sec: 1, stop_sec: 1.5 }),
    ];
    const log = logOf(scenario(links, traffic, { duration_sec: 5, log_level: 'debug' }));
    expect(log.map(({ code, details }) => [code, details.flow_id, details.node_id, details.cause])).toEqual([
      ['packet_created', 'A>B', undefined, undefined],
      ['packet_arrived', 'A>B', 'B', undefined],
      ['packet_delivered', 'A>B', 'B', undefined],
      ['packet_created', 'A>C', undefined, undefined],
      ['packet_arrived', 'A>C', 'B', undefined],
      ['packet_dropped', 'A>C', 'C', 'loss'],
    ]);
  });

  it('ends after so many events, and begins with the end of the warm-up', () => {
    const log = logOf(bottleneck(100, { log_level: 'debug', warmup_sec: 1, duration_sec: 20 })).filter(({ level }) => level === 'debug');
    expect(log).toHaveLength(MOST_TRACES);
    expect(log[0].simulated_sec).toBeGreaterThanOrEqual(1);
  });
});
