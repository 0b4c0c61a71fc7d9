import { beforeAll, describe, expect, it } from '@jest/globals';
import { CONFIG_DEFAULTS, type Placement } from '@skein/topology';
import { CLAIMED, LOST, makeDue, request, submit, useStores } from './stores.js';

const [stores] = useStores();

beforeAll(async () => {
  await stores.claims.heartbeat(['r1'], 3600);
});

const LAB: Placement = { labels: { rack: '1', site: 'lab' } };
const placed = (placement: Placement) => submit(stores, { config: { ...CONFIG_DEFAULTS, placement, sample_interval_sec: 0.2 } });
const claimed = async (placement?: Placement) => (await stores.claims.claim('r1', 10, CLAIMED, placement)).map(({ simId }) => simId);

describe('a simulation with a placement', () => {
  it('waits in a queue of its own, before and after it has lost its runner, and through a restart', async () => {
    const [anywhere, here, lab] = [await placed('any'), await placed({ agent: 'here' }), await placed(LAB)];
    expect(new Set((await stores.claims.placements()).map((placement) => JSON.stringify(placement)))).toEqual(
      new Set([JSON.stringify('any'), JSON.stringify({ agent: 'here' }), JSON.stringify(LAB)]),
    );
    expect(await claimed({ agent: 'there' })).toEqual([]);
    expect(await claimed()).toEqual([anywhere.simId]);
    expect(await claimed(LAB)).toEqual([lab.simId]);
    expect(await stores.claims.placements()).toEqual([{ agent: 'here' }]);

    await stores.claims.lose([{ simId: lab.simId, epoch: 1 }], LOST);
    await makeDue(stores, lab.simId);
    expect(await claimed()).toEqual([]);
    expect(await stores.claims.placements()).toContainEqual(LAB);
    expect(await claimed(LAB)).toEqual([lab.simId]);

    const { version } = (await stores.simulations.find(here.simId))!;
    const stopped = { from: 'pending', to: 'stopped', reason: 'stopped' } as const;
    await stores.simulations.change({ simId: here.simId, version, steps: [stopped], request: request('stop') });
    expect(await stores.claims.placements()).toEqual([]);
    const again = { from: 'stopped', to: 'pending', reason: 'again' } as const;
    await stores.simulations.change({ simId: here.simId, version: version + 1, steps: [again], newRun: true, request: request('restart') });
    expect(await claimed({ agent: 'here' })).toEqual([here.simId]);
    expect((await stores.simulations.find(here.simId))?.config.placement).toEqual({ agent: 'here' });
  });

  it('is none where its configuration is of before there were any', async () => {
    const { simId } = await submit(stores);
    await stores.dataSource.query(`UPDATE simulations SET config = (config::jsonb - 'placement')::json WHERE sim_id = $1`, [simId]);
    expect(await claimed()).toEqual([simId]);
  });
});
