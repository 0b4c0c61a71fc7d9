import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WorkerRunner } from '@skein/runner';
import type { SimulationMetrics } from '@skein/simulation';
import { Holdings } from '../../libs/simulation/src/nest/dispatch/holdings.js';
import { LogWriter } from '../../libs/simulation/src/nest/dispatch/log-writer.js';
import { ReportWriter } from '../../libs/simulation/src/nest/dispatch/report-writer.js';
import { Testimony } from '../../libs/simulation/src/nest/dispatch/testimony.js';
import { UntilWritten } from '../../libs/simulation/src/nest/dispatch/until-written.js';
import { isTransient } from '@skein/persistence';
import { Registry } from './own-runners.js';
import { CLAIMED, makeDue, pausing, running, useStores } from './stores.js';

const runner = new WorkerRunner('r1');
afterAll(() => runner.stop());

const [stores] = useStores();
let writer: ReportWriter;
let holdings: Holdings;

beforeEach(() => {
  holdings = new Holdings();
  const untilWritten = new UntilWritten({ includes: isTransient, timedOut: () => false });
  const metrics = { ended: () => {}, retried: () => {} } as unknown as SimulationMetrics;
  const testimony = new Testimony(stores.claims, holdings, new Registry([runner]), untilWritten, metrics);
  writer = new ReportWriter(stores.claims, holdings, new LogWriter(stores.claims, untilWritten), untilWritten, testimony, metrics);
});

/** A simulation, paused or not, whose runner reports that it cannot go on. */
async function failing(code: string, paused: boolean): Promise<string> {
  const { simId, epoch } = await running(stores, 'r1');
  const claim = { sim_id: simId, epoch };
  holdings.add(runner, claim);
  if (paused) await stores.simulations.change({ ...pausing(simId, 2), simulatedSec: 1 });
  writer.take({ type: 'failed', ...claim, code, message: 'It cannot go on.' }, runner);
  await writer.settled();
  expect(holdings.all()).toEqual([]);
  return simId;
}

describe('a simulation that its runner reports to have failed', () => {
  it.each([
    ['running', false],
    ['paused', true],
  ])('fails from %s, where the input or the engine is to blame', async (status, paused) => {
    const found = await stores.simulations.find(await failing('engine_failure', paused));
    expect(found).toMatchObject({ status: 'failed', runner: null, error: { code: 'engine_failure', message: 'It cannot go on.' } });
    expect(found?.transitions.at(-1)).toMatchObject({ from: status, to: 'failed' });
  });

  it('has three attempts where the machine is to blame, and then fails for that reason', async () => {
    const simId = await failing('out_of_memory', false);
    for (const epoch of [2, 3]) {
      await makeDue(stores, simId);
      expect(await stores.claims.claim('r1', 1, CLAIMED)).toMatchObject([{ simId, epoch }]);
      const claim = { sim_id: simId, epoch };
      holdings.add(runner, claim);
      writer.take({ type: 'failed', ...claim, code: 'out_of_memory', message: 'It cannot go on.' }, runner);
      await writer.settled();
    }
    const found = await stores.simulations.find(simId);
    expect(found).toMatchObject({ status: 'failed', retryCount: 2, error: { code: 'out_of_memory', message: 'It cannot go on.' } });
    expect(found?.transitions.map(({ to }) => to)).toEqual(['pending', 'running', 'pending', 'running', 'pending', 'running', 'failed']);
  });

  it('is put back from running, where the machine is to blame, and stays paused, to be brought back', async () => {
    expect(await stores.simulations.find(await failing('out_of_memory', false))).toMatchObject({ status: 'pending', retryCount: 1 });
    expect(await stores.simulations.find(await failing('out_of_memory', true))).toMatchObject({
      status: 'paused',
      runner: null,
      simulatedSec: 1,
    });
  });
});
