import { afterEach, describe, expect, it } from '@jest/globals';
import { SUSPECT_LOSSES } from '@skein/simulation';
import { CLAIMED, clear, LEFT, LOST, makeDue, pausing, reclaimed, running, useStores } from './stores.js';

const [stores] = useStores();

afterEach(() => clear(stores));

describe('a simulation that is suspected of killing its runners', () => {
  it('comes of losses, and none fails in company', async () => {
    let claims: { simId: string; epoch: number }[] = [await running(stores, 'r1'), await running(stores, 'r1')];
    const [{ simId: guilty }, { simId: innocent }] = claims;
    for (let loss = 1; loss <= 2 * LOST.most; loss++) {
      await stores.claims.lose(claims, LOST);
      await makeDue(stores, guilty);
      await makeDue(stores, innocent);
      await stores.claims.heartbeat(['r1'], 3600);
      const [others, suspects] = [await stores.claims.claim('r1', 9, CLAIMED), await stores.claims.claimSuspects('r1', 9, CLAIMED, 'any')];
      expect([others.length, suspects.length]).toEqual(loss < SUSPECT_LOSSES ? [2, 0] : [0, 2]);
      claims = [...others, ...suspects];
    }
    await stores.claims.lose(
      claims.filter(({ simId }) => simId === guilty),
      LOST,
    );
    expect(await stores.simulations.find(guilty)).toMatchObject({ status: 'failed', error: { code: 'runner_lost' } });
    expect(await stores.simulations.find(innocent)).toMatchObject({ status: 'running', runner: 'r1' });
  });

  it('is left where it is until it has made progress, and then it is none', async () => {
    let claims: { simId: string; epoch: number }[] = [
      await running(stores, 'r1'),
      await running(stores, 'r1'),
      await running(stores, 'r1'),
    ];
    const [{ simId: moving }, { simId: paused }, { simId: standing }] = claims;
    await stores.simulations.change({ ...pausing(paused, 2), simulatedSec: 1 });
    for (let loss = 1; loss <= SUSPECT_LOSSES; loss++) {
      await stores.claims.lose(claims, LOST);
      claims = [];
      for (const simId of [moving, paused, standing]) claims.push(await reclaimed(stores, simId));
    }
    expect(await stores.claims.clear(claims, LEFT)).toEqual([]);
    const [one, two, three] = claims;
    await stores.claims.recordProgress([
      { ...one, simulatedSec: 0.5 },
      { ...two, simulatedSec: 1 },
      { ...three, simulatedSec: 0 },
    ]);
    const cleared = await stores.claims.clear(claims, LEFT);
    expect(cleared).toHaveLength(2);
    expect(cleared).toEqual(expect.arrayContaining([one, two].map(({ simId, epoch }) => ({ simId, epoch }))));
    expect(await stores.simulations.find(standing)).toMatchObject({ status: 'running', runner: 'r2' });
    expect(await stores.claims.suspectPlacements()).toEqual([]);
    expect(await stores.claims.claim('r1', 9, CLAIMED)).toHaveLength(2);
  });

  it('is none after a snapshot that is further than the last', async () => {
    let claim: { simId: string; epoch: number } = await running(stores, 'r1');
    await stores.claims.recordProgress([{ ...claim, simulatedSec: 100 }]);
    const keep = (at_sec: number) => stores.claims.recordSnapshot(claim, { at_sec, edits_made: 0, deflated: Buffer.from('x') });
    const losses = async (most: number) => {
      for (let loss = 1; loss <= most; loss++) {
        await stores.claims.lose([claim], LOST);
        if (loss < LOST.most) claim = await reclaimed(stores, claim.simId);
      }
    };
    await losses(1);
    for (const further of [1, 2, 3]) {
      await keep(further);
      await losses(SUSPECT_LOSSES);
    }
    await keep(2);
    await stores.claims.lose([claim], LOST);
    expect(await stores.simulations.find(claim.simId)).toMatchObject({
      status: 'failed',
      simulatedSec: 100,
      error: { code: 'runner_lost' },
    });
  });
});
