import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase } from '@skein/persistence';
import { step } from '@skein/simulation';
import { type AdmittedRequest, DEFAULT_LIMITS, readRequest } from '@skein/topology';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { ADMITTED_BEFORE, BODY } from './scenario-before.js';
import { CLAIMED, FINISHED, openStores, type Stores, SUBMITTED } from './stores.js';

let database: TestDatabase;
let stores: Stores;

beforeEach(async () => {
  database = await createDatabase();
  stores = await openStores(database.url);
  await takeBack();
});

afterEach(async () => {
  await stores.close();
  await database.drop();
});

const RESULTS = '{"engine_version":"1.0.0","links":[{"id":"A-B"}],"result_hash":"beef"}';

/** This migration alone: the stores that fill the tables need them as the later ones leave them. */
async function takeBack(): Promise<void> {
  const migration = stores.dataSource.migrations.find(({ name }) => name?.startsWith('CompleteScenarios'));
  await stores.dataSource.transaction(async ({ queryRunner }) => {
    await migration!.down(queryRunner!);
    await queryRunner!.query('DELETE FROM schema_migrations WHERE name = $1', [migration!.name]);
  });
}

/** As a server that starts does it. */
async function migrate(): Promise<void> {
  const quiet = { log: () => undefined, warn: () => undefined, error: () => undefined };
  await (await openDatabase({ databaseUrl: database.url, dataDir: '' }, quiet)).close();
}

function admittedNow(body: object): AdmittedRequest {
  const outcome = readRequest(Buffer.from(JSON.stringify(body)), DEFAULT_LIMITS);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal.errors));
  return outcome.value;
}

async function pending(admitted: AdmittedRequest): Promise<string> {
  const request = { requestId: randomUUID(), operation: 'simulate' as const, fingerprint: admitted.fingerprint };
  const simId = randomUUID();
  await stores.simulations.create(simId, admitted, [SUBMITTED], request, null);
  return simId;
}

async function done(admitted: AdmittedRequest): Promise<string> {
  const simId = await pending(admitted);
  await stores.claims.heartbeat(['r1'], 3600);
  const [claim] = await stores.claims.claim('r1', 1, CLAIMED);
  if (claim?.simId !== simId) throw new Error('something else was due before');
  await stores.claims.end({ simId, epoch: claim.epoch, step: FINISHED, ended: { simulatedSec: 60, results: RESULTS } });
  return simId;
}

/** As text, so that the order of members counts; where it runs was said later, and no part of this. */
function stored(simId: string): Promise<unknown> {
  return stores.dataSource.query(
    `SELECT scenario, replace(config::text, ',"placement":"any"', '') AS config, fingerprint, name, labels, nodes, links, warnings
     FROM simulations JOIN simulation_scenarios USING (sim_id) JOIN change_requests USING (sim_id)
     WHERE sim_id = $1`,
    [simId],
  );
}

/** Everything, with the transaction that wrote each row last. */
function everything(): Promise<object[]> {
  return stores.dataSource.query(
    `SELECT s.xmin, c.xmin AS scenario_xmin, q.xmin AS request_xmin, s, c, q
     FROM simulations s JOIN simulation_scenarios c USING (sim_id) JOIN change_requests q USING (sim_id)
     ORDER BY sim_id`,
  );
}

describe('a simulation from before scenarios said how paths are shared', () => {
  it('becomes what its request would make now, pending or done', async () => {
    const finished = await done(ADMITTED_BEFORE);
    const waiting = await pending(ADMITTED_BEFORE);
    const before = await Promise.all([finished, waiting].map((simId) => stores.simulations.find(simId)));
    await migrate();
    const fresh = admittedNow(BODY);
    const now = await stored(await pending(fresh));
    expect(await stored(finished)).toEqual(now);
    expect(await stored(waiting)).toEqual(now);
    const { placement: _, ...config } = fresh.config;
    expect(await Promise.all([finished, waiting].map((simId) => stores.simulations.find(simId)))).toEqual(
      before.map((record) => ({ ...record, config })),
    );
  });

  it('becomes so without traffic, too', async () => {
    const { traffic: _, ...silent } = BODY;
    const scenario = ADMITTED_BEFORE.scenario.replace(/"traffic":\[.*\],"config"/, '"traffic":null,"config"');
    const simId = await pending({ ...ADMITTED_BEFORE, scenario });
    await migrate();
    expect(await stores.simulations.scenario(simId)).toBe(admittedNow(silent).scenario);
  });

  it('keeps names in any script', async () => {
    const renamed = (text: string) => text.replaceAll('"C"', '"Łódź 😀"');
    const before = { ...ADMITTED_BEFORE, scenario: renamed(ADMITTED_BEFORE.scenario) };
    const simIds = [await pending(before), await pending(before)];
    await migrate();
    const expected = renamed(admittedNow(BODY).scenario);
    for (const simId of simIds) expect(await stores.simulations.scenario(simId)).toBe(expected);
  });

  it('keeps the results that it ended with', async () => {
    const simId = await done(ADMITTED_BEFORE);
    await migrate();
    expect(await stores.simulations.results(simId, 1)).toBe(RESULTS);
  });

  it('is still the answer to a repetition of its request', async () => {
    const request = { requestId: 'mine', operation: 'simulate' as const, fingerprint: ADMITTED_BEFORE.fingerprint };
    const simId = randomUUID();
    await stores.simulations.create(simId, ADMITTED_BEFORE, [SUBMITTED], request, null);
    const other = { requestId: 'other', operation: 'stop' as const, fingerprint: simId };
    await stores.simulations.change({ simId, version: 1, steps: [step('pending', 'stop', 'stopped on request')], request: other });
    await migrate();
    expect(await stores.simulations.answered('mine')).toEqual({
      ...request,
      fingerprint: admittedNow(BODY).fingerprint,
      simId,
      answer: { status: 'pending', version: 1, warnings: [] },
    });
    expect(await stores.simulations.answered('other')).toEqual({ ...other, simId, answer: null });
  });

  it('is found among many, however large the others are', async () => {
    const many = (more: object) => ({
      topology: { nodes: ['A', 'B'], links: Array.from({ length: 20_000 }, () => ({ from: 'A', to: 'B', latency: 1, ...more })) },
    });
    const large = admittedNow(many({}));
    const lacking = large.scenario.replaceAll(/,"(gilbert_elliott|queue_bytes)":null|,"ecmp":"none"|,"sample_interval_sec":0.2/g, '');
    const { sample_interval_sec: _, ...config } = large.config;
    const before = { ...large, scenario: lacking, config: config as AdmittedRequest['config'] };
    for (let i = 0; i < 5; i++) await pending(before);
    const small = await pending(ADMITTED_BEFORE);
    await stores.dataSource.query(
      `WITH copies AS (
         INSERT INTO simulations (sim_id, labels, status, config, nodes, links, warnings)
         SELECT gen_random_uuid(), labels, status, config, nodes, links, warnings
         FROM simulations CROSS JOIN generate_series(1, 2500) WHERE sim_id = $1
         RETURNING sim_id
       )
       INSERT INTO simulation_scenarios SELECT copies.sim_id, scenario FROM copies, simulation_scenarios o WHERE o.sim_id = $1`,
      [small],
    );
    await migrate();
    const found = await stores.dataSource.query<{ scenario: string; count: number }[]>(
      'SELECT scenario, count(*)::integer FROM simulation_scenarios GROUP BY scenario ORDER BY count(*)',
    );
    expect(found.map(({ count }) => count)).toEqual([5, 2501]);
    expect(found.map(({ scenario }) => scenario === large.scenario)).toEqual([true, false]);
    expect(found[1]?.scenario).toBe(admittedNow(BODY).scenario);
  });
});

describe('completing scenarios', () => {
  it('writes no row that is complete already', async () => {
    await pending(admittedNow({ ...BODY, config: { sample_interval_sec: 3, routing: { ecmp: 'flow' } } }));
    const complete = await everything();
    await pending(ADMITTED_BEFORE);
    await migrate();
    const migrated = await everything();
    expect(migrated).toEqual(expect.arrayContaining(complete));
    await stores.dataSource.query(`DELETE FROM schema_migrations WHERE name LIKE 'CompleteScenarios%'`);
    await migrate();
    expect(await everything()).toEqual(migrated);
  });

  it('can be taken back, to the last character, and done again', async () => {
    const simIds = [await done(ADMITTED_BEFORE), await pending(ADMITTED_BEFORE)];
    const contents = () => Promise.all(simIds.map(stored));
    const before = await contents();
    await migrate();
    const after = await contents();
    expect(after).not.toEqual(before);
    await takeBack();
    expect(await contents()).toEqual(before);
    await migrate();
    expect(await contents()).toEqual(after);
  });

  it.each([
    ['loss in bursts', { link: { gilbert_elliott: { good_to_bad_percent: 1, bad_to_good_percent: 25 } } }],
    ['a queue in bytes', { link: { queue_bytes: 9000 } }],
    ['fixed periods', { flow: { arrivals: 'on_off', periods: 'fixed' } }],
    ['shared paths', { config: { routing: { ecmp: 'packet' } } }],
    ['an interval of its own', { config: { sample_interval_sec: 7 } }],
  ])('is not taken back over a simulation with %s, which could not be said any more', async (_, parts: Parts) => {
    await pending(ADMITTED_BEFORE);
    await migrate();
    const simId = await pending(
      admittedNow({
        topology: { nodes: ['A', 'B'], links: [{ from: 'A', to: 'B', latency: 1, ...parts.link }] },
        traffic: [{ from: 'A', to: 'B', ...parts.flow }],
        config: parts.config,
      }),
    );
    const before = await everything();
    await expect(takeBack()).rejects.toThrow(simId);
    expect(await everything()).toEqual(before);
  });
});

interface Parts {
  link?: object;
  flow?: object;
  config?: object;
}
