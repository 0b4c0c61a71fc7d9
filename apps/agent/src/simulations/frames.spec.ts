import { describe, expect, it } from '@jest/globals';
import { MAX_FRAME_BYTES } from '@skein/fleet';
import { fitting } from './fitting.js';

const CLAIM = { sim_id: 's', epoch: 2 };
const LONG = '"'.repeat(MAX_FRAME_BYTES / 2);

describe('what a runner says, as one frame', () => {
  it('is what it was, where it fits', () => {
    const done = { type: 'done', ...CLAIM, simulated_sec: 1, results: 'x'.repeat(MAX_FRAME_BYTES / 2) } as const;
    expect(fitting(done)).toBe(done);
    const snapshot = {
      type: 'snapshot',
      ...CLAIM,
      snapshot: { at_sec: 1, edits_made: 0, bytes: new Uint8Array(MAX_FRAME_BYTES / 2) },
    } as const;
    expect(fitting(snapshot)).toBe(snapshot);
  });

  it('is a refusal, or nothing, where it does not', () => {
    const failed = { type: 'failed', ...CLAIM, code: 'results_too_large', message: expect.stringMatching(/8388608 characters/) as unknown };
    expect(fitting({ type: 'done', ...CLAIM, simulated_sec: 1, results: LONG })).toEqual(failed);
    expect(fitting({ type: 'answer', request: 4, simulated_sec: 1, results: LONG })).toMatchObject({ type: 'refused', request: 4 });
    expect(
      fitting({ type: 'snapshot', ...CLAIM, snapshot: { at_sec: 1, edits_made: 0, bytes: new Uint8Array(MAX_FRAME_BYTES) } }),
    ).toBeNull();
  });
});
