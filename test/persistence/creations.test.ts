import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VersionConflict } from '@skein/problem';
import { isTransient } from '@skein/persistence';
import type { ChangeRequest } from '@skein/simulation';
import type { AdmittedRequest } from '@skein/topology';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { Forwarder } from '../support/forwarder.js';
import { admitted, CLAIMED, openStores, request, type Stores, submit, SUBMITTED } from './stores.js';

let database: TestDatabase;
let forwarder: Forwarder;
let stores: Stores;
let direct: Stores;

beforeAll(async () => {
  database = await createDatabase();
  const url = new URL(database.url);
  forwarder = await Forwarder.listen();
  forwarder.to(Number(url.port));
  url.port = String(forwarder.port);
  [stores, direct] = await Promise.all([openStores(url.href), openStores(database.url)]);
});

afterAll(async () => {
  await Promise.all([stores.close(), direct.close()]);
  await forwarder.close();
  await database.drop();
});

interface Attempt<Change = ChangeRequest> {
  simId: string;
  change: Change;
  given: AdmittedRequest;
}

function attempt(overrides?: Partial<AdmittedRequest>): Attempt;
function attempt<Change>(overrides: Partial<AdmittedRequest>, change: Change): Attempt<Change>;
function attempt(
  overrides: Partial<AdmittedRequest> = {},
  change: ChangeRequest | null = request('simulate'),
): Attempt<ChangeRequest | null> {
  return { simId: randomUUID(), change, given: admitted(overrides) };
}

/** All of them within one turn of the event loop, so that they share statements. */
function createAll(attempts: readonly Attempt<ChangeRequest | null>[]): Promise<PromiseSettledResult<void>[]> {
  return Promise.allSettled(attempts.map(({ simId, given, change }) => stores.simulations.create(simId, given, [SUBMITTED], change, null)));
}

/** What a submission that waits for a slot was answered with. */
const PENDING = { status: 'pending', version: 1, warnings: [] };

const outcomes = (settled: readonly PromiseSettledResult<void>[]) => settled.map(({ status }) => status === 'fulfilled');
const there = (attempts: readonly Attempt<unknown>[]) =>
  Promise.all(attempts.map(async ({ simId }) => (await direct.simulations.find(simId)) !== null));

describe('simulations created at once', () => {
  it.each([
    ['with keys', () => true],
    ['without', () => false],
    ['some of them with keys', (i: number) => i % 3 > 0],
  ])('(%s) are each found as they were given', async (_, keyed) => {
    const attempts = Array.from({ length: 300 }, (_, i) => {
      const given = { name: i % 3 ? `"${i}\\', {é𝒜}` : null, nodes: i, scenario: JSON.stringify({ i, text: 'ü'.repeat(i % 7) }) };
      return attempt(given, keyed(i) ? request('simulate') : null);
    });
    expect(outcomes(await createAll(attempts))).toEqual(attempts.map(() => true));
    for (const { simId, given, change } of attempts) {
      expect(await direct.simulations.find(simId)).toMatchObject({ name: given.name, nodes: given.nodes, labels: given.labels });
      expect(await direct.simulations.scenario(simId)).toBe(given.scenario);
      if (change) expect(await direct.simulations.answered(change.requestId)).toEqual({ ...change, simId, answer: PENDING });
    }
  });

  it('have each their transitions in the order of their steps', async () => {
    const ids = Array.from({ length: 100 }, () => randomUUID());
    await Promise.all(ids.map((simId) => stores.simulations.create(simId, admitted(), [SUBMITTED, CLAIMED[0]], null, 'r1')));
    for (const simId of ids) {
      const { transitions, createdAt } = (await direct.simulations.find(simId))!;
      expect(transitions).toMatchObject([
        { ...SUBMITTED, at: createdAt, runner: null },
        { ...CLAIMED[0], at: createdAt, runner: 'r1' },
      ]);
    }
  });

  it('are told apart from those of the same id that were there before', async () => {
    const [before, ...others] = Array.from({ length: 4 }, () => attempt({}, null));
    await createAll([before]);
    expect(outcomes(await createAll([...others, before]))).toEqual([true, true, true, false]);
    expect(await there(others)).toEqual([true, true, true]);
  });

  it('do not fail with the one whose request id is taken', async () => {
    const taken = attempt();
    await createAll([taken]);
    const attempts = [attempt(), attempt({}, taken.change), attempt()];
    const settled = await createAll(attempts);
    expect(outcomes(settled)).toEqual([true, false, true]);
    expect(settled[1]).toMatchObject({ reason: expect.any(VersionConflict) });
    expect(await there(attempts)).toEqual([true, false, true]);
    expect(await direct.simulations.answered(taken.change.requestId)).toEqual({ ...taken.change, simId: taken.simId, answer: PENDING });
  });

  it('are one where their request id is one', async () => {
    const shared = request('simulate');
    const attempts = Array.from({ length: 20 }, () => attempt({}, shared));
    const made = outcomes(await createAll(attempts));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await there(attempts)).toEqual(made);
  });

  it('do not fail with the one that the database refuses', async () => {
    const attempts = [attempt(), attempt({ name: 'no\u0000text' }), attempt(), attempt()];
    expect(outcomes(await createAll(attempts))).toEqual([true, false, true, true]);
    expect(await there(attempts)).toEqual([true, false, true, true]);
  });

  it('may be larger together than one statement', async () => {
    const attempts = Array.from({ length: 5 }, (_, i) => attempt({ scenario: JSON.stringify(String(i).repeat(3_000_000)) }));
    expect(outcomes(await createAll(attempts))).toEqual(attempts.map(() => true));
    for (const { simId, given } of attempts) expect((await direct.simulations.scenario(simId)) === given.scenario).toBe(true);
  });
});

describe('when the database goes away in the middle of a batch', () => {
  it('everyone who waits is told, and who tries again under the same request has one simulation', async () => {
    const lock = direct.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE change_requests IN SHARE MODE');
    const attempts = Array.from({ length: 10 }, () => attempt());
    const creating = createAll(attempts);
    await batchWaits();
    forwarder.cut();
    const settled = await creating;
    for (const one of settled) expect(one.status === 'rejected' && isTransient(one.reason)).toBe(true);
    await lock.rollbackTransaction();
    await lock.release();

    const again = attempts.map(({ change }) => attempt({}, change));
    await createAll(again);
    const [first, second] = [await there(attempts), await there(again)];
    expect(first.map((one, i) => one !== second[i])).toEqual(attempts.map(() => true));
  });

  async function batchWaits(): Promise<void> {
    for (;;) {
      const waiting: unknown[] = await direct.dataSource.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO change_requests%' AND datname = current_database()`,
      );
      if (waiting.length > 0) return;
    }
  }
});

describe('simulations looked for at once', () => {
  it('are each found, or not, as they were when they were asked for', async () => {
    const known = await Promise.all(Array.from({ length: 30 }, (_, i) => submit(stores, { nodes: i + 1 })));
    const ids = known.flatMap(({ simId }) => [simId, randomUUID(), simId.toUpperCase(), simId]);
    const found = await Promise.all(ids.map((simId) => stores.simulations.find(simId)));
    expect(found).toEqual(known.flatMap((record) => [record, null, record, record]));
  });

  it('are found as soon as they are there', async () => {
    for (let i = 0; i < 50; i++) {
      const busy = stores.simulations.find(randomUUID());
      const { simId, given, change } = attempt();
      await stores.simulations.create(simId, given, [SUBMITTED], change, null);
      expect(await stores.simulations.find(simId)).not.toBeNull();
      await busy;
    }
  });
});

describe('the count of what is pending', () => {
  it('goes no further than it is asked to', async () => {
    const all = await stores.simulations.pending(1e9);
    await submit(stores);
    expect(await stores.simulations.pending(1e9)).toBe(all + 1);
    expect(await stores.simulations.pending(3)).toBe(3);
  });
});
