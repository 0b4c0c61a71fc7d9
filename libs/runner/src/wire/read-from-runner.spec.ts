import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromRunnerJson, type FromRemoteRunner } from './json-messages.js';
import { receivedFromRunner } from './read-from-runner.js';

const CLAIM = { sim_id: '019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f', epoch: 2 };
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
  { type: 'done', ...CLAIM, simulated_sec: 60, results: '{"packets":{}}' },
  { type: 'failed', ...CLAIM, code: 'engine_failure', message: 'it broke' },
  { type: 'answer', request: 3, simulated_sec: 2, results: '' },
  { type: 'refused', request: 4, reason: 'it is not here' },
  { type: 'lost', reason: 'out of memory', claims: [CLAIM] },
  { type: 'lost', reason: 'stopped', claims: [CLAIM], handed_back: true },
];

describe('a message from a machine that nobody vouches for', () => {
  it.each(MESSAGES)('is taken as it was meant: $type', (message) => {
    expect(receivedFromRunner(JSON.parse(JSON.stringify(fromRunnerJson(message))) as { type: string })).toEqual(message);
  });

  it('is none where any member is another than it may be', () => {
    const wrong = fc.oneof(
      fc.constantFrom(null, -1, '\u0000', true, [], {}, [{}], [null]),
      fc.anything().filter((value) => typeof value === 'object'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...MESSAGES), fc.nat(), wrong, (message, which, value) => {
        const json = fromRunnerJson(message);
        const members = Object.keys(json).filter((name) => name !== 'type');
        const member = members[which % members.length];
        const empty = Array.isArray(json[member]) && Array.isArray(value) && value.length === 0;
        fc.pre(!empty && json[member] !== value);
        expect(receivedFromRunner({ ...json, [member]: value })).toBeNull();
      }),
    );
  });

  it.each([
    { type: 'start', ...CLAIM },
    { type: 'constructor' },
    { type: 'done', ...CLAIM, simulated_sec: 1, results: '{"packets":' },
    { type: 'done', ...CLAIM, simulated_sec: 1, results: '[]' },
    { type: 'done', ...CLAIM, simulated_sec: 1, results: '{}', status: 'done' },
  ])('is none: %j', (json) => {
    expect(receivedFromRunner(json)).toBeNull();
  });
});
