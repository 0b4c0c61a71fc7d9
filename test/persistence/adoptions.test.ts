import { afterEach, describe, expect, it } from '@jest/globals';
import { RemoteRunner, type ToRunner } from '@skein/runner';
import { Adoptions } from '../../libs/simulation/src/nest/dispatch/adoptions.js';
import { Holdings } from '../../libs/simulation/src/nest/dispatch/holdings.js';
import { clear, LOST, running, useStores } from './stores.js';

const AGENT = 'agent/a1';

const [stores] = useStores();

afterEach(() => clear(stores));

const claimOf = ({ simId, epoch }: { simId: string; epoch: number }) => ({ sim_id: simId, epoch });

describe('an agent that connects', () => {
  it('goes on with what is given to it, drops what is not, and has lost what it does not know of', async () => {
    const [kept, lost, forgotten] = [await running(stores, AGENT), await running(stores, AGENT), await running(stores, AGENT)];
    await stores.claims.lose([lost], LOST);
    const sent: ToRunner[] = [];
    const runner = new RemoteRunner(AGENT, (message) => sent.push(message));
    const holdings = new Holdings();
    await new Adoptions(stores.claims, holdings).adopt(runner, [claimOf(kept), claimOf(lost), { sim_id: kept.simId, epoch: 7 }]);

    expect(holdings.all()).toEqual([{ claim: claimOf(kept), runner, durationSec: 30 }]);
    expect(runner.load).toBe(1);
    expect(sent).toEqual([
      { type: 'drop', ...claimOf(lost) },
      { type: 'drop', sim_id: kept.simId, epoch: 7 },
    ]);
    expect(await stores.simulations.find(kept.simId)).toMatchObject({ runner: AGENT, status: 'running', epoch: kept.epoch });
    expect(await stores.simulations.find(forgotten.simId)).toMatchObject({ runner: null, status: 'running' });
  });

  it('is told nothing before the database has answered, and nothing false when that took two times', async () => {
    const [kept, forgotten] = [await running(stores, AGENT), await running(stores, AGENT)];
    const sent: ToRunner[] = [];
    const runner = new RemoteRunner(AGENT, (message) => sent.push(message));
    const holdings = new Holdings();
    let fails = true;
    const failing = Object.assign(Object.create(stores.claims) as typeof stores.claims, {
      lose: (...[claims, loss]: Parameters<typeof stores.claims.lose>) => {
        if (fails) return Promise.reject(new Error('the database went away'));
        return stores.claims.lose(claims, loss);
      },
    });
    const adopting = () => new Adoptions(failing, holdings).adopt(runner, [claimOf(kept)]);
    await expect(adopting()).rejects.toThrow('went away');
    expect(holdings.all()).toEqual([]);
    fails = false;
    await adopting();
    expect(sent).toEqual([]);
    expect(holdings.all()).toEqual([{ claim: claimOf(kept), runner, durationSec: 30 }]);
    expect(await stores.simulations.find(forgotten.simId)).toMatchObject({ runner: null });
  });
});
