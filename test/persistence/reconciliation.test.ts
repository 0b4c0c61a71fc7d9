import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RemoteRunner, type ToRunner } from '@skein/runner';
import { Assignments } from '../../libs/simulation/src/nest/dispatch/assignments.js';
import { Holdings } from '../../libs/simulation/src/nest/dispatch/holdings.js';
import { Reconciliation } from '../../libs/simulation/src/nest/dispatch/reconciliation.js';
import type { ClaimStore, SimulationMetrics } from '@skein/simulation';
import { Registry, Thread } from './own-runners.js';
import { CLAIMED, clear, LOST, pausing, running, submit, useStores } from './stores.js';

const [stores] = useStores();
let sent: ToRunner[];
let runner: Thread;
let registry: Registry;
let holdings: Holdings;

beforeEach(() => {
  runner = new Thread();
  ({ sent } = runner);
  registry = new Registry([runner]);
  holdings = new Holdings();
});

afterEach(() => clear(stores));

const metrics = { claimed: () => {} } as unknown as SimulationMetrics;
const assignments = (store: ClaimStore) => new Assignments(store, holdings, metrics);
const reconcile = (given = assignments(stores.claims)) => new Reconciliation(stores.claims, registry, holdings, given).run();
const claimOf = ({ simId, epoch }: { simId: string; epoch: number }) => ({ sim_id: simId, epoch });

describe('what is on record and what runs', () => {
  it('are left alone where they agree, and elsewhere', async () => {
    const [held, elsewhere] = [await running(stores, 'mine'), await running(stores, 'theirs')];
    holdings.add(runner, claimOf(held));
    await reconcile();
    expect(sent).toEqual([]);
    expect(holdings.all()).toEqual([{ claim: claimOf(held), runner, durationSec: Infinity }]);
    expect(await stores.simulations.find(held.simId)).toMatchObject({ runner: 'mine', version: 2 });
    expect(await stores.simulations.find(elsewhere.simId)).toMatchObject({ runner: 'theirs', version: 2 });
  });

  it('lets go of a claim that no longer holds', async () => {
    const [held, lost] = [await running(stores, 'mine'), await running(stores, 'mine')];
    for (const claim of [held, lost]) holdings.add(runner, claimOf(claim));
    await stores.claims.lose([lost], LOST);
    await reconcile();
    expect(sent).toEqual([{ type: 'drop', ...claimOf(lost) }]);
    expect(holdings.all()).toEqual([{ claim: claimOf(held), runner, durationSec: Infinity }]);
  });

  it('frees a claim whose answer was lost, though its runner lives, and blames nobody', async () => {
    const [going, paused] = [await running(stores, 'mine'), await running(stores, 'mine')];
    await stores.simulations.change({ ...pausing(paused.simId, 2), simulatedSec: 3 });
    for (let unheard = 1; unheard <= 2 * LOST.most; unheard++) {
      await reconcile();
      expect(await stores.claims.heldBy(['mine'])).toEqual([]);
      expect(await stores.claims.claim('mine', 10, CLAIMED)).toHaveLength(2);
    }
    expect(await stores.simulations.find(going.simId)).toMatchObject({ status: 'running', error: null });
    expect(await stores.simulations.find(paused.simId)).toMatchObject({ status: 'paused', simulatedSec: 3, error: null });
  });

  it('frees what an agent was given only where the answer was lost: another server may give it more', async () => {
    const agent = new RemoteRunner('agent/lab', (message) => sent.push(message));
    registry.runners = [agent];
    const elsewhere = await running(stores, 'agent/lab');
    await reconcile();
    expect(await stores.claims.heldBy(['agent/lab'])).toEqual([{ ...elsewhere, runner: 'agent/lab' }]);

    const { simId } = await submit(stores);
    const cut = Object.assign(Object.create(stores.claims) as ClaimStore, {
      claim: (...claim: Parameters<ClaimStore['claim']>) =>
        stores.claims.claim(...claim).then(() => Promise.reject(new Error('the connection was cut'))),
    });
    const given = assignments(cut);
    await expect(given.give(agent, 1, 'any')).rejects.toThrow('cut');
    expect(await stores.simulations.find(simId)).toMatchObject({ runner: 'agent/lab' });
    await reconcile(given);
    expect(await stores.claims.heldBy(['agent/lab'])).toEqual([]);
  });

  it('goes on doubting an agent whose answer is lost while the database is asked', async () => {
    const agent = new RemoteRunner('agent/lab', (message) => sent.push(message));
    registry.runners = [agent];
    const given = assignments(stores.claims);
    let simId = '';
    const meanwhile = Object.assign(Object.create(stores.claims) as ClaimStore, {
      heldBy: async (runners: string[]) => {
        const recorded = await stores.claims.heldBy(runners);
        ({ simId } = await running(stores, 'agent/lab'));
        given.doubtful.add(agent);
        return recorded;
      },
    });
    await new Reconciliation(meanwhile, registry, holdings, given).run();
    await reconcile(given);
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'running', runner: null });
  });

  it('leaves a runner what it has when its connection goes while the database is asked', async () => {
    const { simId } = await running(stores, 'mine');
    const asked = reconcile();
    registry.runners = [];
    await asked;
    expect(await stores.simulations.find(simId)).toMatchObject({ runner: 'mine' });
  });

  it('leaves alone what is let go of while the database is asked: its end is on its way there', async () => {
    const ending = await running(stores, 'mine');
    holdings.add(runner, claimOf(ending));
    const asked = reconcile();
    holdings.remove(claimOf(ending));
    await asked;
    expect(await stores.simulations.find(ending.simId)).toMatchObject({ runner: 'mine' });
  });
});
