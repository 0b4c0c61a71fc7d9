import { afterEach, describe, expect, it } from '@jest/globals';
import { Unavailable } from '@skein/problem';
import { FROM_THE_START, RequestRefused, WorkerRunner, type ThreadOptions } from '@skein/runner';
import { threeRouters, unbuildable, undisturbedHash } from '../../libs/runner/src/testing/scenarios.js';
import { claim, hashOf } from '../../libs/runner/src/testing/test-host.js';
import { until } from '../support/until.js';
import { Reports } from './reports.js';

const LONG_MS = 50_000;
const FATAL = { workerUrl: new URL('./fatal-worker.js', import.meta.url) };
const endless = JSON.stringify(threeRouters({ duration_sec: 1e9 }));

describe('a runner in a worker thread', () => {
  const runners: WorkerRunner[] = [];

  function run(options?: ThreadOptions): [WorkerRunner, Reports] {
    const runner = new WorkerRunner(`test/thread-${runners.length + 1}`, options);
    runners.push(runner);
    return [runner, new Reports(runner)];
  }

  afterEach(() => Promise.all(runners.splice(0).map((runner) => runner.stop())));

  it('ends hundreds of simulations with the hashes that they have in this thread', async () => {
    const [runner, reports] = run();
    const scenarios = Array.from({ length: 300 }, (_, i) => threeRouters({ duration_sec: 2 + (i % 5), seed: i }));
    scenarios.forEach((scenario, i) => runner.start(claim(`s${i}`), JSON.stringify(scenario), i % 3 === 0 ? 20 : 'max'));
    expect(runner.load).toBe(300);
    for (const [i, scenario] of scenarios.entries()) {
      const end = await reports.end(`s${i}`);
      expect(end).toMatchObject({ type: 'done', epoch: 1, simulated_sec: scenario.config.duration_sec });
      expect(hashOf(end.type === 'done' ? end : undefined)).toBe(undisturbedHash(scenario));
    }
    expect(runner.load).toBe(0);
  });

  it('answers while a simulation without end keeps it busy', async () => {
    const [runner] = run();
    runner.start(claim('s'), endless, 'max');
    const soFar = await runner.results(claim('s'), LONG_MS);
    const held = await runner.hold(claim('s'), true, LONG_MS);
    expect(held.simulated_sec).toBeGreaterThanOrEqual(soFar.simulated_sec);
    expect(await runner.hold(claim('s'), true, LONG_MS)).toEqual(held);
    runner.release(claim('s'));
    expect((await runner.results(claim('s'), LONG_MS)).simulated_sec).toBeGreaterThan(held.simulated_sec);
    expect(await runner.replay(endless, FROM_THE_START, true, LONG_MS)).toMatchObject({ simulated_sec: 0 });
    runner.drop(claim('s'));
    await expect(runner.results(claim('s'), LONG_MS)).rejects.toBeInstanceOf(RequestRefused);
  });

  it('reports what cannot be built, and goes on', async () => {
    const [runner, reports] = run();
    runner.start(claim('bad'), JSON.stringify(unbuildable()), 1);
    runner.start(claim('good'), JSON.stringify(threeRouters()), 'max');
    expect(await reports.end('bad')).toMatchObject({ type: 'failed', code: 'engine_failure' });
    expect(await reports.end('good')).toMatchObject({ type: 'done' });
  });

  it.each([
    ['exit', /code 3/],
    ['throw', /out of luck/],
    ['hoard', /memory/],
  ])('that dies by %s says why and what is lost, and comes back', async (how, reason) => {
    const [runner, reports] = run({ ...FATAL, resourceLimits: { maxOldGenerationSizeMb: 24 } });
    const question = runner.results(claim('elsewhere'), LONG_MS).catch((error: unknown) => error);
    expect(await question).toBeInstanceOf(RequestRefused);
    runner.start(claim(how), endless, 1);
    const unanswered = runner.hold(claim(how), true, LONG_MS).catch((error: unknown) => error);
    const { reason: said, lost } = await reports.lost();
    expect(said).toMatch(reason);
    expect(lost).toEqual([claim(how)]);
    expect(await unanswered).toBeInstanceOf(Unavailable);
    expect(runner.load).toBe(0);
    // Asked before the new thread is up: it waits for it.
    expect(await runner.replay(endless, FROM_THE_START, true, LONG_MS)).toMatchObject({ simulated_sec: 0 });
  });

  it('is lost again and again when its thread cannot start, and can be stopped all the same', async () => {
    const [runner, reports] = run({ workerUrl: new URL('./no-such-worker.mjs', import.meta.url) });
    for (const simId of ['first', 'second']) {
      runner.start(claim(simId), endless, 1);
      const { reason, lost } = await reports.lost();
      expect(reason).toMatch(/no-such-worker/);
      expect(lost).toEqual([claim(simId)]);
    }
    await runner.stop();
  });

  it('has no thread until there is something to do', async () => {
    const [runner, reports] = run();
    expect(runner.isUp).toBe(false);
    runner.start(claim('s'), JSON.stringify(threeRouters()), 'max');
    expect(runner.isUp).toBe(true);
    expect(await reports.end('s')).toMatchObject({ type: 'done' });
  });

  it('ends its thread when it has had nothing to do for a while, and only then', async () => {
    const [runner, reports] = run({ restAfterMs: 1 });
    runner.start(claim('slow'), endless, 1);
    // Asked, and answered, while it would have rested long since.
    for (let i = 0; i < 20; i++) expect(await runner.results(claim('slow'), LONG_MS)).toMatchObject({ results: expect.any(String) });
    expect(runner.isUp).toBe(true);
    runner.drop(claim('slow'));
    const isUp = () => Promise.resolve(runner.isUp);
    await until(isUp, (up) => !up);
    const scenario = threeRouters();
    runner.start(claim('next'), JSON.stringify(scenario), 'max');
    const end = await reports.end('next');
    expect(hashOf(end.type === 'done' ? end : undefined)).toBe(undisturbedHash(scenario));
    await until(isUp, (up) => !up);
    // Nobody lost anything.
    runner.start(claim('last'), JSON.stringify(unbuildable()), 'max');
    expect(await reports.end('last')).toMatchObject({ type: 'failed' });
    expect(reports.lostNothing).toBe(true);
  });

  it('answers nothing once it is stopped', async () => {
    const [runner] = run();
    runner.start(claim('s'), endless, 'max');
    const asked = runner.results(claim('s'), LONG_MS).catch((error: unknown) => error);
    await runner.stop();
    expect(await asked).toBeInstanceOf(Unavailable);
    await expect(runner.replay(endless, FROM_THE_START, true, LONG_MS)).rejects.toBeInstanceOf(Unavailable);
  });
});
