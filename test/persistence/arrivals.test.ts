import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VersionConflict } from '@skein/problem';
import { Retries } from '@skein/problem/nest';
import { type SimulationMetrics, type SimulationStore } from '@skein/simulation';
import type { RequestReader } from '@skein/topology/nest';
import { PostgresTransientFaults } from '../../libs/persistence/src/stores/postgres-transient-faults.js';
import { Arrivals } from '../../libs/simulation/src/nest/dispatch/arrivals.js';
import { Assignments } from '../../libs/simulation/src/nest/dispatch/assignments.js';
import { Holdings } from '../../libs/simulation/src/nest/dispatch/holdings.js';
import type { LostRunners } from '../../libs/simulation/src/nest/dispatch/lost-runners.js';
import { Reconciliation } from '../../libs/simulation/src/nest/dispatch/reconciliation.js';
import { Room } from '../../libs/simulation/src/nest/dispatch/room.js';
import { ChangesController } from '../../libs/simulation/src/nest/http/changes.controller.js';
import { Backlog } from '../../libs/simulation/src/nest/service/backlog.js';
import { SimulationService } from '../../libs/simulation/src/nest/service/simulation-service.js';
import { Registry, Thread } from './own-runners.js';
import { admitted, CLAIMED, clear, FINISHED, request, submit, SUBMITTED, useStores } from './stores.js';

const SLOTS = 3;

const [stores] = useStores();
let runner: Thread;
let registry: Registry;
let holdings: Holdings;
let assignments: Assignments;

beforeEach(async () => {
  runner = new Thread();
  registry = new Registry([runner], SLOTS);
  holdings = new Holdings();
  assignments = new Assignments(stores.claims, holdings, { claimed: () => {} } as unknown as SimulationMetrics);
  await stores.claims.heartbeat(['mine'], 3600);
});

afterEach(() => clear(stores));

function arrivals(store: Pick<SimulationStore, 'create'> = stores.simulations): Arrivals {
  const room = new Room(registry, holdings, { isRecovering: () => false } as unknown as LostRunners);
  return new Arrivals(store as SimulationStore, registry, room, holdings, assignments);
}

/** Where nothing waits. */
function openArrivals(store?: Pick<SimulationStore, 'create'>): Arrivals {
  const made = arrivals(store);
  made.noteRound(made.mark());
  return made;
}

const reconcile = () => new Reconciliation(stores.claims, registry, holdings, assignments).run();
const statusOf = async (simId: string) => (await stores.simulations.find(simId))?.status;

describe('what comes while nothing waits', () => {
  it('begins with the statement that stores it, as if it had been claimed at once', async () => {
    const [simId, given] = [randomUUID(), admitted()];
    expect(await openArrivals().add(simId, given, request('simulate'))).toBe(true);
    const found = (await stores.simulations.find(simId))!;
    expect(found).toMatchObject({ status: 'running', runner: 'mine', epoch: 1, version: 2, startedAt: found.createdAt, simulatedSec: 0 });
    expect(found.transitions).toEqual([
      { run: 1, ...SUBMITTED, at: found.createdAt, runner: null, nextAttemptAt: null },
      {
        run: 1,
        from: 'pending',
        to: 'running',
        reason: 'claimed by mine',
        at: found.createdAt,
        runner: 'mine',
        nextAttemptAt: null,
      },
    ]);
    expect(runner.sent).toMatchObject([{ type: 'start', sim_id: simId, epoch: 1, scenario: given.scenario, speed: given.config.speed }]);
    expect(await stores.claims.claim('other', 1, CLAIMED)).toEqual([]);
    expect(await stores.claims.end({ simId, epoch: 1, step: FINISHED, ended: { simulatedSec: 1, results: '{}' } })).toBe(true);
    expect(await statusOf(simId)).toBe('done');
  });

  it('takes the places that there are and no more, however many come at once', async () => {
    const coming = openArrivals();
    const begun = await Promise.all(Array.from({ length: 4 * SLOTS }, () => coming.add(randomUUID(), admitted(), null)));
    expect(begun.filter(Boolean)).toHaveLength(SLOTS);
    expect(runner.sent).toHaveLength(SLOTS);
    expect(await stores.claims.claim('other', 100, CLAIMED)).toHaveLength(3 * SLOTS);
  });

  it('takes no place that a claim under way may fill', async () => {
    for (let i = 0; i < SLOTS; i++) await submit(stores);
    const coming = openArrivals();
    const claiming = assignments.give(runner, SLOTS, 'any');
    expect(await coming.add(randomUUID(), admitted(), null)).toBe(false);
    expect(await claiming).toHaveLength(SLOTS);
    expect(holdings.count(runner)).toBe(SLOTS);
  });

  it('leaves its place to others when it was there before', async () => {
    const [coming, simId, simulate] = [openArrivals(), randomUUID(), request('simulate')];
    await coming.add(simId, admitted(), simulate);
    await expect(coming.add(randomUUID(), admitted(), simulate)).rejects.toThrow(VersionConflict);
    await coming.add(randomUUID(), admitted(), null);
    await expect(coming.add(simId, admitted(), null)).rejects.toThrow(VersionConflict);
    expect(holdings.count(runner)).toBe(2);
    expect(runner.sent).toHaveLength(2);
  });

  it('waits for a claim where it may run on some machines only, and where the queue is not known to be empty', async () => {
    const [elsewhere, early] = [randomUUID(), randomUUID()];
    expect(await openArrivals().add(elsewhere, admitted({ config: { ...admitted().config, placement: { agent: 'lab' } } }), null)).toBe(
      false,
    );
    expect(await arrivals().add(early, admitted(), null)).toBe(false);
    expect([await statusOf(elsewhere), await statusOf(early)]).toEqual(['pending', 'pending']);
  });
});

describe('what has to wait', () => {
  it('is passed by nothing that comes after it, even when a place becomes free', async () => {
    const coming = openArrivals();
    for (let i = 0; i < SLOTS; i++) await coming.add(randomUUID(), admitted(), null);
    expect(await coming.add(randomUUID(), admitted(), null)).toBe(false);
    holdings.remove(holdings.all()[0].claim);
    expect(await coming.add(randomUUID(), admitted(), null)).toBe(false);
    coming.noteRound(coming.mark());
    expect(await coming.add(randomUUID(), admitted(), null)).toBe(true);
  });

  it('keeps its place when it was stored, or was to be, while claims were asking', async () => {
    let store = () => {};
    const storing = new Promise<void>((resolve) => (store = resolve));
    const late = randomUUID();
    const coming = arrivals({
      create: async (simId, ...creation) => {
        if (simId === late) await storing;
        await stores.simulations.create(simId, ...creation);
      },
    });
    const waiting = coming.add(late, admitted(), null);
    const mark = coming.mark();
    await coming.add(randomUUID(), admitted(), null);
    coming.noteRound(mark);
    expect(await coming.add(randomUUID(), admitted(), null)).toBe(true);
    expect(await coming.add(randomUUID(), admitted(), null)).toBe(false);
    store();
    await waiting;
    expect(await stores.claims.claim('mine', 100, CLAIMED)).toHaveLength(3);
  });

  it('keeps its place when it waits because it was restarted', async () => {
    const coming = openArrivals();
    coming.noteWaiting();
    const begun = [];
    for (let i = 0; i < SLOTS; i++) begun.push(await coming.add(randomUUID(), admitted(), null));
    expect(begun).toEqual([true, true, false]);
  });
});

describe('what is being stored as a runner’s', () => {
  it('is not taken for lost before its runner has been given it', async () => {
    const simId = randomUUID();
    await openArrivals({
      create: async (...creation) => {
        await stores.simulations.create(...creation);
        await reconcile();
      },
    }).add(simId, admitted(), null);
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'running', runner: 'mine', version: 2 });
    expect(runner.sent).toHaveLength(1);
  });

  it('is brought back by another when the answer of the database was lost', async () => {
    const simId = randomUUID();
    const coming = openArrivals({
      create: async (...creation) => {
        await stores.simulations.create(...creation);
        throw new Error('Connection terminated unexpectedly');
      },
    });
    await expect(coming.add(simId, admitted(), null)).rejects.toThrow('Connection terminated');
    expect([holdings.count(runner), runner.sent]).toEqual([0, []]);
    await reconcile();
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'running', runner: null });
    expect(await stores.claims.claim('other', 1, CLAIMED)).toMatchObject([{ simId, epoch: 2, recovered: true }]);
  });

  it('is the same one when its request, which has no key, is tried again after the answer was lost', async () => {
    let tries = 0;
    const coming = openArrivals({
      create: async (...creation) => {
        await stores.simulations.create(...creation);
        if (++tries === 1) throw new Error('Connection terminated unexpectedly');
      },
    });
    const none = {} as never;
    const backlog = new Backlog(stores.simulations, { maxBacklog: 10, retentionSec: null });
    const service = new SimulationService(stores.simulations, none, none, none, none, none, coming, backlog, none);
    const retries = new Retries(new PostgresTransientFaults(), { add: () => {} });
    const reader = { readRequest: () => Promise.resolve(admitted()) } as unknown as RequestReader;
    const response = { setHeader: () => {} } as unknown as ServerResponse;
    const answer = await new ChangesController(service, reader, retries).simulate({ body: null }, null, response);
    const found = await stores.simulations.list({ status: null, limit: 10, after: null });
    expect(found.map(({ simId }) => simId)).toEqual([answer.sim_id]);
  });

  it('is there, and nothing more begins, when the arrivals are closed', async () => {
    let store = () => {};
    const storing = new Promise<void>((resolve) => (store = resolve));
    const coming = openArrivals({ create: (...creation) => storing.then(() => stores.simulations.create(...creation)) });
    const [simId, late] = [randomUUID(), randomUUID()];
    const beginning = coming.add(simId, admitted(), null);
    let closed = false;
    const closing = coming.close().then(() => (closed = true));
    const after = coming.add(late, admitted(), null);
    expect(closed).toBe(false);
    store();
    expect([await beginning, await after]).toEqual([true, false]);
    await closing;
    expect([await statusOf(simId), await statusOf(late)]).toEqual(['running', 'pending']);
  });
});
