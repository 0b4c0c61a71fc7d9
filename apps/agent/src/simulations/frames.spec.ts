import { randomBytes } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { PART_LENGTH } from '@skein/fleet';
import { fromRunnerJson, type FromRemoteRunner } from '@skein/runner';
import { framesOf, type Frame } from './frames.js';

const CLAIM = { sim_id: 's', epoch: 2 };
const NOISE = randomBytes(2 * PART_LENGTH).toString('base64');
const done = (results: string) => ({ type: 'done', ...CLAIM, simulated_sec: 1, results }) as const;
const snapshot = (bytes: number) =>
  ({ type: 'snapshot', ...CLAIM, snapshot: { at_sec: 1, edits_made: 0, deflated: new Uint8Array(randomBytes(bytes)) } }) as const;

/** What arrives. */
function carried(frames: readonly Frame[]): unknown {
  const packed: Buffer[] = [];
  for (const frame of frames) {
    if (frame.type === 'runner') return frame.message;
    packed.push(Buffer.from(frame.data, 'base64'));
    if (frame.last) return JSON.parse(inflateSync(Buffer.concat(packed)).toString());
  }
  return null;
}

describe('what a runner says, as frames', () => {
  it('is one frame where it is short, and several where it is long, which come to the same', () => {
    const short: FromRemoteRunner[] = [done('{}'), snapshot(1000), { type: 'lost', reason: 'out of memory', claims: [CLAIM] }];
    for (const message of short) expect(framesOf(message)).toEqual([{ type: 'runner', message: fromRunnerJson(message) }]);
    for (const message of [done(NOISE), snapshot(2 * PART_LENGTH)]) {
      expect(framesOf(message).length).toBeGreaterThan(1);
      expect(carried(framesOf(message))).toEqual(fromRunnerJson(message));
    }
  });

  it('is a refusal, or nothing, where it is longer than can be sent', () => {
    const failed = { type: 'failed', ...CLAIM, code: 'results_too_large', message: expect.stringContaining(`${NOISE.length} characters`) };
    expect(carried(framesOf(done(NOISE), PART_LENGTH))).toEqual(failed);
    const answer = { type: 'answer', request: 4, simulated_sec: 1, results: NOISE } as const;
    expect(carried(framesOf(answer, PART_LENGTH))).toMatchObject({ type: 'refused', request: 4 });
    expect(framesOf(snapshot(2 * PART_LENGTH), PART_LENGTH)).toEqual([]);
  });
});
