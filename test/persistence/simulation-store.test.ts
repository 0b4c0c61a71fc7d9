import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { VersionConflict } from '@skein/problem';
import { step } from '@skein/simulation';
import { admitted, pausing, request, running, submit, SUBMITTED, useStores } from './stores.js';

const [stores, elsewhere] = useStores(2);

const stop = step('pending', 'stop', 'stopped by request');
const restart = step('stopped', 'restart', 'restarted by request');

describe('a simulation that is created', () => {
  it('is found as it was given, with its first transition', async () => {
    const warnings = [{ code: 'disconnected', pointer: '/topology', message: 'two components' }];
    const created = await submit(stores, { warnings });
    expect(await elsewhere.simulations.find(created.simId)).toEqual(created);
    expect(created).toMatchObject({
      name: 'three routers',
      labels: { team: 'blue' },
      status: 'pending',
      version: 1,
      run: 1,
      retryCount: 0,
      epoch: 0,
      runner: null,
      simulatedSec: 0,
      error: null,
      warnings,
      startedAt: null,
      finishedAt: null,
    });
    expect(created.transitions).toEqual([{ run: 1, ...SUBMITTED, at: created.createdAt, runner: null, nextAttemptAt: null }]);
    expect(Object.keys(created.config)).toEqual(Object.keys(admitted().config));
  });

  it('keeps odd text, with half a surrogate pair replaced', async () => {
    const odd = '\u202e𝒜\u0001"\\\' \ufeff👩‍👩‍👧';
    const scenario = JSON.stringify({ label: `${odd}\ud800\u0000` });
    const { simId } = await submit(stores, { name: odd, labels: { [odd]: odd, half: '\udc00' }, scenario });
    expect(await stores.simulations.find(simId)).toMatchObject({ name: odd, labels: { [odd]: odd, half: '\ufffd' } });
    expect(await stores.simulations.scenario(simId)).toBe(scenario);
  });

  it('may have a scenario of sixteen megabytes', async () => {
    const scenario = JSON.stringify(Array.from({ length: 1_200_000 }, (_, i) => `node-${i}`));
    expect(scenario.length).toBeGreaterThan(16e6);
    const { simId } = await submit(stores, { scenario });
    expect((await stores.simulations.scenario(simId)) === scenario).toBe(true);
  });

  it('is there once when its request is repeated', async () => {
    const simulate = request('simulate');
    const [first, second] = [randomUUID(), randomUUID()];
    await stores.simulations.create(first, admitted(), [SUBMITTED], simulate, null);
    await expect(stores.simulations.create(second, admitted(), [SUBMITTED], simulate, null)).rejects.toThrow(VersionConflict);
    expect(await stores.simulations.find(second)).toBeNull();
    expect(await stores.simulations.answered(simulate.requestId)).toEqual({
      ...simulate,
      simId: first,
      answer: { status: 'pending', version: 1, warnings: [] },
    });
  });
});

describe('an unknown simulation', () => {
  it.each([randomUUID(), 'no-uuid', ''])('%p is not found anywhere', async (simId) => {
    expect(await stores.simulations.find(simId)).toBeNull();
    expect(await stores.simulations.scenario(simId)).toBeNull();
    expect(await stores.simulations.results(simId, 1)).toBeNull();
    expect(await stores.simulations.edits(simId, 1)).toEqual([]);
    expect(await stores.simulations.answered(simId)).toBeNull();
    const change = { simId, version: 1, steps: [stop], request: request('stop') };
    await expect(stores.simulations.change(change)).rejects.toThrow(VersionConflict);
    await expect(stores.simulations.delete(simId, 1, request('delete'))).rejects.toThrow(VersionConflict);
  });
});

describe('a change', () => {
  it('is made by one of many that race for a version', async () => {
    const { simId } = await submit(stores);
    const racers = Array.from({ length: 20 }, (_, i) => (i % 2 ? stores : elsewhere));
    const outcomes = await Promise.allSettled(
      racers.map(({ simulations }) => simulations.change({ simId, version: 1, steps: [stop], request: request('stop') })),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(19);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(VersionConflict);
    const found = await stores.simulations.find(simId);
    expect(found).toMatchObject({ status: 'stopped', version: 2 });
    expect(found?.transitions.map(({ to }) => to)).toEqual(['pending', 'stopped']);
  });

  it('is refused, and nothing of it kept, when its request id is taken', async () => {
    const [one, other] = [await submit(stores), await submit(stores)];
    const repeated = request('stop');
    await stores.simulations.change({ simId: one.simId, version: 1, steps: [stop], request: repeated });
    const again = { simId: other.simId, version: 1, steps: [stop], request: repeated };
    await expect(stores.simulations.change(again)).rejects.toThrow(VersionConflict);
    expect(await stores.simulations.find(other.simId)).toEqual(other);
  });

  it('answers with the simulation as it then is, every step included', async () => {
    const { simId } = await submit(stores);
    const stopped = await stores.simulations.change({ simId, version: 1, steps: [stop], request: request('stop') });
    expect(stopped).toEqual(await elsewhere.simulations.find(simId));
    expect(stopped.finishedAt).not.toBeNull();
    const restarted = await stores.simulations.change({ simId, version: 2, steps: [restart], newRun: true, request: request('restart') });
    expect(restarted).toEqual(await elsewhere.simulations.find(simId));
    expect(restarted).toMatchObject({ status: 'pending', version: 3, run: 2, finishedAt: null });
    expect(restarted.transitions.map(({ run, to }) => [run, to])).toEqual([
      [1, 'pending'],
      [1, 'stopped'],
      [2, 'pending'],
    ]);
  });

  it('of a running simulation to a new run keeps the results of the old one and starts the new one afresh', async () => {
    const claim = await running(stores, 'r1');
    await stores.claims.recordProgress([{ ...claim, simulatedSec: 7 }]);
    const restarted = await stores.simulations.change({
      simId: claim.simId,
      version: 2,
      steps: [step('running', 'stop', 'restarted by request'), restart],
      newRun: true,
      simulatedSec: 7.25,
      results: '{"kept":1}',
      request: request('restart'),
    });
    expect(restarted).toMatchObject({ status: 'pending', run: 2, runner: null, simulatedSec: 0, startedAt: null, finishedAt: null });
    expect(restarted.transitions.map(({ run, to }) => [run, to])).toEqual([
      [1, 'pending'],
      [1, 'running'],
      [1, 'stopped'],
      [2, 'pending'],
    ]);
    expect(await stores.simulations.results(claim.simId, 1)).toBe('{"kept":1}');
    expect(await stores.simulations.results(claim.simId, 2)).toBeNull();
  });

  it('to paused and back leaves the simulation with its runner; a stop takes it away with its exact time and results', async () => {
    const { simId } = await running(stores, 'r2');
    await stores.simulations.change(pausing(simId, 2));
    const paused = await stores.simulations.find(simId);
    expect(paused).toMatchObject({ status: 'paused', runner: 'r2', finishedAt: null });
    const stopped = await stores.simulations.change({
      simId,
      version: 3,
      steps: [step('paused', 'stop', 'stopped by request')],
      simulatedSec: 3.000000000001,
      results: '{}',
      request: request('stop'),
    });
    expect(stopped).toMatchObject({ status: 'stopped', runner: null, simulatedSec: 3.000000000001 });
    expect(stopped.startedAt).toEqual(paused?.startedAt);
    expect(stopped.finishedAt?.getTime()).toBeGreaterThanOrEqual(stopped.startedAt!.getTime());
    expect(await stores.simulations.results(simId, 1)).toBe('{}');
  });
});

describe('a deletion', () => {
  it('takes all of the simulation along and leaves its requests', async () => {
    const { simId } = await submit(stores);
    const deletion = request('delete');
    await expect(stores.simulations.delete(simId, 2, deletion)).rejects.toThrow(VersionConflict);
    await stores.simulations.delete(simId, 1, deletion);
    expect(await stores.simulations.find(simId)).toBeNull();
    expect(await stores.simulations.scenario(simId)).toBeNull();
    expect(await stores.simulations.answered(deletion.requestId)).toEqual({ ...deletion, simId, answer: null });
    for (const table of ['simulation_progress', 'simulation_transitions', 'simulation_results', 'simulation_edits']) {
      expect(await stores.dataSource.query(`SELECT 1 FROM ${table} WHERE sim_id = $1`, [simId])).toEqual([]);
    }
  });
});
