import { describe, expect, it } from '@jest/globals';
import { Simulator } from '@skein/engine';
import fc from 'fast-check';
import { resultsAt } from '../host/results-at.js';
import { threeRouters } from '../testing/scenarios.js';
import { fromRunnerJson, type FromRemoteRunner, type JsonMessage } from './json-messages.js';
import { receivedFromRunner } from './read-from-runner.js';

const CLAIM = { sim_id: '019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f', epoch: 2 };
/** Results of a scenario, with what they say of themselves once they are checked. */
const simulator = new Simulator(threeRouters({ duration_sec: 5 }));
simulator.advance(Infinity);
const { simulated_sec, results } = resultsAt(simulator, true);
const { seed, series, flows, links } = simulator.results();
const summary = { seed, sample_interval_sec: series.interval_sec, flows: flows.length, links: links.length };
const ENDED = { simulated_sec, results, summary };

const MESSAGES: FromRemoteRunner[] = [
  { type: 'progress', moved: [{ ...CLAIM, simulated_sec: 0.5 }] },
  { type: 'workload', packet_hops: 7, lag_ms: 0.2 },
  {
    type: 'log',
    ...CLAIM,
    entries: [
      { number: 1, level: 'warning', simulated_sec: 1, code: 'queue_overflow', message: 'full', details: { link: 'A-B', packets: 3 } },
    ],
  },
  { type: 'snapshot', ...CLAIM, snapshot: { at_sec: 1, edits_made: 0, deflated: Uint8Array.of(1, 2, 250) } },
  { type: 'done', ...CLAIM, ...ENDED },
  { type: 'failed', ...CLAIM, code: 'engine_failure', message: 'it broke' },
  { type: 'answer', request: 3, simulated_sec: 2, results: '' },
  { type: 'refused', request: 4, reason: 'it is not here' },
  { type: 'lost', reason: 'out of memory', claims: [CLAIM] },
  { type: 'lost', reason: 'stopped', claims: [CLAIM], handed_back: true },
];

describe('a message from a machine that nobody vouches for', () => {
  it.each(MESSAGES)('is taken as it was meant: $type', (message) => {
    const { summary: _, ...json } = fromRunnerJson(message);
    expect(receivedFromRunner(JSON.parse(JSON.stringify(json)) as JsonMessage)).toEqual({ ok: true, message });
  });

  it('is none where any member is another than it may be', () => {
    const wrong = fc.oneof(
      fc.constantFrom(null, -1, '\u0000', true, [], {}, [{}], [null]),
      fc.anything().filter((value) => typeof value === 'object'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...MESSAGES), fc.nat(), wrong, (message, which, value) => {
        const { summary: _, ...sent } = fromRunnerJson(message);
        const json = sent as JsonMessage;
        const members = Object.keys(json).filter((name) => name !== 'type');
        const member = members[which % members.length];
        const empty = Array.isArray(json[member]) && Array.isArray(value) && value.length === 0;
        fc.pre(!empty && json[member] !== value);
        expect(receivedFromRunner({ ...json, [member]: value })).toMatchObject({ ok: false });
      }),
    );
  });

  it.each([
    { type: 'start', ...CLAIM },
    { type: 'constructor' },
    { type: 'workload', packet_hops: 1.7e308, lag_ms: 0 },
    { type: 'workload', packet_hops: 0, lag_ms: 1e300 },
    { type: 'progress', moved: [{ ...CLAIM, simulated_sec: 1e300 }] },
    { type: 'snapshot', ...CLAIM, snapshot: { at_sec: 1, edits_made: 1e12, deflated: '' } },
    { type: 'log', ...CLAIM, entries: [{ number: 2 ** 40, level: 'info', simulated_sec: 1, code: 'x', message: '', details: {} }] },
    { type: 'done', ...CLAIM, simulated_sec: 1, results: '{"packets":' },
    { type: 'done', ...CLAIM, simulated_sec: 1, results: '{}' },
    { type: 'done', ...CLAIM, simulated_sec: simulated_sec + 1, results },
    { type: 'answer', request: 1, simulated_sec: 1, results: '{}' },
    { type: 'done', ...CLAIM, ...ENDED },
    { type: 'done', ...CLAIM, simulated_sec: 1, results: '[]' },
    { type: 'done', ...CLAIM, simulated_sec: 1, results: '{}', status: 'done' },
  ])('is none: %j', (json) => {
    expect(receivedFromRunner(json)).toMatchObject({ ok: false });
  });
});
