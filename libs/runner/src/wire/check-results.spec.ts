import { describe, expect, it } from '@jest/globals';
import { resultHash, Simulator, type Results } from '@skein/engine';
import type { Scenario } from '@skein/topology';
import fc from 'fast-check';
import { threeRouters } from '../testing/scenarios.js';
import { checkResults } from './check-results.js';

type Json = Record<string, unknown>;

function resultsOf(what: Scenario, untilSec = Infinity): Results {
  const simulator = new Simulator(what);
  simulator.advance(untilSec);
  return simulator.results();
}

const SCENARIO = threeRouters({ duration_sec: 20 });
const RESULTS = resultsOf(SCENARIO);
const check = (results: object, final = false) => checkResults(JSON.stringify(results), RESULTS.simulated_sec, final);
const hashed = (results: Results) => ({ ...results, result_hash: resultHash(results) });
const unhashed = (results: object = RESULTS) => ({ ...results, result_hash: null });

/** Every place in a value that holds a number, as the names that lead to it. */
function numbersIn(value: unknown, way: (string | number)[] = []): (string | number)[][] {
  if (typeof value === 'number') return [way];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => numbersIn(member, [...way, name]));
}

function replaced(value: unknown, [name, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((element, i) => (String(i) === String(name) ? replaced(element, rest, by) : (element as unknown)));
  return { ...(value as Json), [name]: replaced((value as Json)[name], rest, by) };
}

describe('results from a machine that nobody vouches for', () => {
  it.each([0.001, 0.3, 1, 7.25, 19.999, Infinity])('are taken where an engine has written them, at %d s', (untilSec) => {
    for (const warmup_sec of [0, 5]) {
      const results = resultsOf({ ...SCENARIO, config: { ...SCENARIO.config, warmup_sec } }, untilSec);
      const { seed, series, flows, links } = results;
      const summary = { seed, sample_interval_sec: series.interval_sec, flows: flows.length, links: links.length };
      const at = results.simulated_sec;
      expect(checkResults(JSON.stringify(hashed(results)), at, true)).toEqual({ ok: true, summary });
      expect(checkResults(JSON.stringify(unhashed(results)), at, false)).toEqual({ ok: true, summary });
    }
  });

  it('are refused where any figure is none that can be', () => {
    const nasty = fc.constantFrom(-1, 1.7e308, 1e300, -0.5, 2 ** 60, '1', true, [], {});
    const places = numbersIn(RESULTS).filter(([name]) => name !== 'seed');
    fc.assert(
      fc.property(fc.constantFrom(...places), nasty, (place, by) => {
        expect(check(unhashed(replaced(RESULTS, place, by) as object))).toMatchObject({ ok: false });
      }),
      { numRuns: 500 },
    );
  });

  it('are refused where a figure was changed behind the hash', () => {
    fc.assert(
      fc.property(fc.constantFrom(...numbersIn(RESULTS)), fc.integer({ min: 1, max: 3 }), (place, more) => {
        const changed = replaced(hashed(RESULTS), place, more * 7 + 0.5);
        expect(check(changed as object, true)).toMatchObject({ ok: false });
      }),
    );
  });

  it.each<[string, (results: Results) => object, RegExp]>([
    ['nothing', () => ({}), /simulated_sec/],
    ['another time', (results) => ({ ...results, simulated_sec: 19 }), /said to be of/],
    ['a member that nobody knows', (results) => ({ ...results, evil: 1 }), /evil/],
    ['a packet more', (results) => ({ ...results, packets: { ...results.packets, in_flight: results.packets.in_flight + 1 } }), /missing/],
    ['another sum', (results) => ({ ...results, packets: { ...results.packets, sent: results.packets.sent + 1 } }), /totals/],
    ['a flow less', (results) => ({ ...results, flows: results.flows.slice(1) }), /totals/],
    ['a shorter series', (results) => ({ ...results, series: { ...results.series, sent: [] } }), /series/],
    ['a series of another interval', (results) => ({ ...results, series: { ...results.series, interval_sec: 0.001 } }), /series/],
    ['no series at all', ({ series: _, ...results }) => results, /series/],
  ])('are refused with %s', (_, change, why) => {
    expect(check(unhashed(change(RESULTS)))).toMatchObject({ ok: false, why: expect.stringMatching(why) });
  });

  it('are refused without a hash where they are final, and where they are no object or nested deep', () => {
    expect(check(unhashed(), true)).toMatchObject({ ok: false, why: expect.stringMatching(/result_hash/) });
    expect(checkResults('[]', 20, true)).toMatchObject({ ok: false });
    expect(checkResults('{"flows":', 20, true)).toMatchObject({ ok: false });
    expect(checkResults('['.repeat(1_000_000), 20, true)).toMatchObject({ ok: false, why: expect.stringMatching(/levels deep/) });
    expect(checkResults('{"a":1,"a":2}', 20, true)).toMatchObject({ ok: false, why: expect.stringMatching(/twice/) });
  });
});
