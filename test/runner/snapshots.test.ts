import { describe, expect, it } from '@jest/globals';
import { pack, RunnerPool, type PackedSnapshot } from '@skein/runner';
import { threeRouters, undisturbedHash } from '../../libs/runner/src/testing/scenarios.js';
import { claim, hashOf } from '../../libs/runner/src/testing/test-host.js';
import { Reports } from './reports.js';

const LONG_MS = 50_000;

describe('a simulation whose thread is gone', () => {
  it('goes on in another from a snapshot, and ends as if nothing had happened', async () => {
    const scenario = threeRouters({ duration_sec: 50_000, seed: 9 });
    const text = JSON.stringify(scenario);
    const first = new RunnerPool({ name: 'first', threads: 1, snapshotEveryMs: 5 });
    const snapshot = await new Promise<PackedSnapshot>((resolve) => {
      first.onSnapshot((of, taken) => {
        expect(of).toEqual(claim('s'));
        resolve(pack(taken));
      });
      first.start(claim('s'), text, 'max');
    });
    await first.stop();
    expect(snapshot.at_sec).toBeGreaterThan(0);

    const second = new RunnerPool({ name: 'second', threads: 1 });
    const course = { edits: [], to_sec: snapshot.at_sec, paused: true, snapshot };
    try {
      second.start(claim('s', 2), text, 'max', course);
      expect(await second.hold(claim('s', 2), false, LONG_MS)).toMatchObject({ simulated_sec: snapshot.at_sec });
      const reports = new Reports(second);
      second.release(claim('s', 2));
      const end = await reports.end('s');
      expect(hashOf(end.type === 'done' ? end : undefined)).toBe(undisturbedHash(scenario));
    } finally {
      await second.stop();
    }
  });
});
