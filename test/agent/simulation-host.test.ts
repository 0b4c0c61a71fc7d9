import { afterEach, describe, expect, it } from '@jest/globals';
import { FROM_THE_START, RunnerPool, type FromRemoteRunner } from '@skein/runner';
import { pino } from 'pino';
import { SimulationHost } from '../../apps/agent/src/simulations/simulation-host.js';
import { threeRouters, undisturbedHash } from '../../libs/runner/src/testing/scenarios.js';
import { claim, hashOf } from '../../libs/runner/src/testing/test-host.js';
import { until } from '../support/until.js';

const short = threeRouters({ duration_sec: 20 });
const start = (simId: string, epoch: number, scenario = short) =>
  ({ type: 'start', ...claim(simId, epoch), scenario: JSON.stringify(scenario), speed: 'max', course: FROM_THE_START }) as const;

describe('simulations of a server on an agent', () => {
  const pools: RunnerPool[] = [];

  function host() {
    const sent: FromRemoteRunner[] = [];
    const runner = new RunnerPool({ name: 'agent', threads: 1, workerUrl: new URL('../runner/fatal-worker.js', import.meta.url) });
    pools.push(runner);
    const log = pino({ level: 'silent' });
    const simulations = new SimulationHost({ runner, send: (message) => sent.push(message) > 0, changed: () => undefined, log });
    const hears = (type: FromRemoteRunner['type']) =>
      until(
        () => Promise.resolve(sent.find((message) => message.type === type)),
        (message) => message !== undefined,
      );
    return { simulations, sent, hears };
  }

  afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.stop())));

  it('end with the results that they have anywhere, told until the server has them', async () => {
    const { simulations, sent, hears } = host();
    simulations.online();
    simulations.receive(start('s', 3));
    const done = await hears('done');
    expect(done).toMatchObject(claim('s', 3));
    expect(hashOf(done?.type === 'done' ? done : undefined)).toBe(undisturbedHash(short));
    expect(simulations.running).toEqual([]);
    expect(simulations.claims).toEqual([claim('s', 3)]);
    simulations.offline();
    sent.length = 0;
    simulations.online();
    expect(sent).toEqual([done]);
    simulations.receive({ type: 'drop', ...claim('s', 3) });
    expect(simulations.claims).toEqual([]);
    sent.length = 0;
    simulations.offline();
    simulations.online();
    expect(sent).toEqual([]);
  });

  it('go on while the server is away, and say so when it is back', async () => {
    const { simulations, sent } = host();
    simulations.receive(start('away', 1));
    await until(
      () => Promise.resolve(simulations.running.length),
      (count) => count === 0,
    );
    expect(sent).toEqual([]);
    expect(simulations.claims).toEqual([claim('away')]);
    simulations.online();
    expect(sent.at(-1)).toMatchObject({ type: 'done', ...claim('away') });
  });

  it('answer questions, and refuse those of another epoch', async () => {
    const { simulations, hears } = host();
    simulations.online();
    simulations.receive(start('s', 2, threeRouters({ duration_sec: 1e9 })));
    simulations.receive({ type: 'results', request: 7, ...claim('s', 2) });
    expect(await hears('answer')).toMatchObject({ request: 7 });
    simulations.receive({ type: 'hold', request: 8, results: true, ...claim('s', 1) });
    expect(await hears('refused')).toMatchObject({ request: 8 });
    simulations.handBack('The agent was stopped.');
    expect(await hears('lost')).toEqual({ type: 'lost', reason: 'The agent was stopped.', claims: [claim('s', 2)], handed_back: true });
    expect(simulations.claims).toEqual([]);
  });

  it('are lost with their thread, and the server is told at once', async () => {
    const { simulations, hears } = host();
    simulations.online();
    simulations.receive(start('exit', 4, threeRouters({ duration_sec: 1e9 })));
    expect(await hears('lost')).toMatchObject({ claims: [claim('exit', 4)] });
    expect(simulations.claims).toEqual([]);
  });
});
