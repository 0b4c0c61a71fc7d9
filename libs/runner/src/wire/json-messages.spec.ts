import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Course, ToRunner } from '../messages.js';
import { fromRunnerJson, readFromRunner, readToRunner, toRunnerJson, type FromRemoteRunner } from './json-messages.js';

const CLAIM = { sim_id: 's', epoch: 3 };
const overTheWire = <T>(json: T): T => JSON.parse(JSON.stringify(json)) as T;
const snapshots = fc.tuple(fc.nat(), fc.nat(), fc.uint8Array({ maxLength: 2000 }));

describe('messages of runners as JSON', () => {
  it('bring snapshots through unchanged, in both directions', () => {
    fc.assert(
      fc.property(snapshots, ([at_sec, edits_made, bytes]) => {
        const course: Course = { edits: [], to_sec: 7, paused: true, snapshot: { at_sec, edits_made, deflated: bytes } };
        const start: ToRunner = { type: 'start', ...CLAIM, scenario: '{}', speed: 'max', course };
        const replay: ToRunner = { type: 'replay', request: 1, scenario: '{}', course, final: true };
        for (const message of [start, replay]) expect(readToRunner(overTheWire(toRunnerJson(message)))).toEqual(message);
        const told: FromRemoteRunner = { type: 'snapshot', ...CLAIM, snapshot: { at_sec, edits_made, deflated: bytes } };
        expect(readFromRunner(overTheWire(fromRunnerJson(told)))).toEqual(told);
      }),
    );
  });

  it('leave all others as they are, and what is none out of account', () => {
    const hold: ToRunner = { type: 'hold', request: 2, results: true, ...CLAIM };
    const start: ToRunner = { type: 'start', ...CLAIM, scenario: '{}', speed: 2, course: { edits: [], to_sec: 0, paused: false } };
    for (const message of [hold, start]) expect(readToRunner(overTheWire(toRunnerJson(message)))).toEqual(message);
    for (const json of [{ type: 'start', ...CLAIM, scenario: '{}' }, { type: 'drop', sim_id: null }, { type: 'constructor' }]) {
      expect(readToRunner(json)).toBeNull();
    }
    const lost: FromRemoteRunner = { type: 'lost', reason: 'out of memory', claims: [CLAIM] };
    expect(readFromRunner(overTheWire(fromRunnerJson(lost)))).toEqual(lost);
  });
});
