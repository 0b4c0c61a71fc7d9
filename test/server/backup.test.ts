import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { replayedHash } from '../support/replay.js';
import { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { brief, paced } from './requests.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'skein-backup-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Two starts of an embedded server, each on a machine as busy as it may be. */
const LIMIT_MS = 300_000;

it(
  'a copy of the data directory of a stopped server is a backup: what was done is there, what ran goes on',
  async () => {
    const [dataDir, copy] = [path.join(folder, 'data'), path.join(folder, 'copy')];
    const first = await TestServer.start({ SKEIN_DATA_DIR: dataDir });
    const skein = first.skein();
    const done = await skein.simulate(brief);
    const slow = paced(10_000, 1);
    const running = await skein.simulate(slow);
    await until(
      async () => [(await skein.status(done.sim_id)).status, (await skein.status(running.sim_id)).progress.simulated_sec > 0],
      ([status, moves]) => status === 'done' && moves === true,
    );
    const results = await skein.results(done.sim_id);
    expect(await first.stop()).toBe(0);
    await cp(dataDir, copy, { recursive: true, preserveTimestamps: true });
    await rm(dataDir, { recursive: true });

    const second = await TestServer.start({ SKEIN_DATA_DIR: copy });
    try {
      const restored = second.skein();
      expect(await restored.results(done.sim_id)).toEqual(results);
      // As it was given to the first, it would take hours.
      await restored.setSpeed(running.sim_id, 'max');
      await restored.waitFor(running.sim_id);
      expect((await restored.results(running.sim_id)).result_hash).toBe(replayedHash(slow, []));
    } finally {
      await second.stop();
    }
  },
  LIMIT_MS,
);
