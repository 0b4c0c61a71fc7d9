import { describe, expect, it } from '@jest/globals';
import type { StatusDocument } from '@skein/client';
import { replayedHash } from '../support/replay.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { useServers } from '../support/use-server.js';
import { paced } from './requests.js';

const [here, there] = useServers([{}, {}]);

const running = (server: TestServer, simId: string, beyondSec: number): Promise<StatusDocument> =>
  until(
    () => server.skein().status(simId),
    ({ status, progress }) => status === 'running' && progress.simulated_sec > beyondSec,
  );

describe('two servers on one database', () => {
  it('answer alike for a simulation, whichever of them runs it', async () => {
    const [one, other] = [here.skein(), there.skein()];
    for (const [i, [first, second]] of [
      [one, other],
      [other, one],
    ].entries()) {
      const request = paced(4000, 20, 20 + i);
      const { sim_id } = await one.simulate(request);
      await running(here, sim_id, 2);
      const failed = await first.edit(sim_id, { operation: 'fail_link', link_id: 'B-C' });
      await running(there, sim_id, failed.simulated_sec + 1);
      const partial = await second.results(sim_id);
      expect(partial.simulated_sec).toBeGreaterThan(failed.simulated_sec);
      const paused = await second.pause(sim_id);
      expect(await first.status(sim_id)).toMatchObject({ status: 'paused', progress: { simulated_sec: paused.simulated_sec } });
      const restored = await first.edit(sim_id, { operation: 'restore_link', link_id: 'B-C' });
      expect(restored.simulated_sec).toBe(paused.simulated_sec);
      await first.setSpeed(sim_id, 'max');
      await second.resume(sim_id);
      const ended = await first.waitFor(sim_id);
      expect(ended).toMatchObject({ status: 'done', run: 1, retry_count: 0 });
      const { edits } = await second.edits(sim_id);
      expect(edits.map(({ simulated_sec }) => simulated_sec)).toEqual([failed.simulated_sec, restored.simulated_sec]);
      expect((await second.results(sim_id)).result_hash).toBe(replayedHash(request, edits));
    }
  });

  it('stop through either gives the results of that instant', async () => {
    for (const server of [here, there]) {
      const request = paced(4000, 20, 31);
      const { sim_id } = await here.skein().simulate(request);
      await running(here, sim_id, 5);
      const { progress } = await server.skein().stop(sim_id);
      const results = await here.skein().results(sim_id);
      expect(results.simulated_sec).toBe(progress.simulated_sec);
      expect(results.result_hash).toBe(replayedHash(request, [], progress.simulated_sec));
      for await (const { type, data } of there.skein().events(sim_id, { types: ['result'] })) {
        expect({ type, data }).toMatchObject({ type: 'result', data: { result_hash: results.result_hash } });
        break;
      }
    }
  });
});
