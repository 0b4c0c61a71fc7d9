import { afterEach, describe, expect, it } from '@jest/globals';
import { CLAIMED, clear, LOST, pausing, reclaimed, request, running, submit, useStores } from './stores.js';

const [stores, elsewhere] = useStores(2);

afterEach(() => clear(stores));

const runners = async () =>
  (await stores.dataSource.query<{ runner: string }[]>('SELECT runner FROM runners ORDER BY 1')).map(({ runner }) => runner);

describe('the sweep for lost runners', () => {
  it('frees what a runner held whose lease has ended, running or paused, and forgets the runner', async () => {
    const [one, two, other] = [await running(stores, 'gone'), await running(stores, 'gone'), await running(stores, 'alive')];
    await stores.simulations.change(pausing(two.simId, 2));
    await stores.claims.recordProgress([{ ...one, simulatedSec: 4 }]);
    expect(await stores.claims.freeLost(LOST)).toBe(0);
    await stores.claims.expire('gone');
    expect(await stores.claims.freeLost(LOST)).toBe(2);
    expect(await stores.claims.freeLost(LOST)).toBe(0);
    expect(await runners()).toEqual(['alive']);
    const found = await stores.simulations.find(one.simId);
    expect(found).toMatchObject({ status: 'running', runner: null, retryCount: 0, simulatedSec: 4, version: 3 });
    expect(found?.transitions.map(({ to }) => to)).toEqual(['pending', 'running']);
    expect(await stores.simulations.find(two.simId)).toMatchObject({ status: 'paused', runner: null, version: 4 });
    expect(await stores.claims.heldBy(['gone', 'alive'])).toEqual([{ ...other, runner: 'alive' }]);
    expect(await stores.claims.claim('alive', 10, CLAIMED)).toMatchObject([{ epoch: 2 }, { epoch: 2 }]);
  });

  it('takes a runner that nobody has heard of for lost', async () => {
    const { simId } = await submit(stores);
    await stores.claims.claim('silent', 1, CLAIMED);
    expect(await stores.claims.freeLost(LOST)).toBe(1);
    expect(await stores.simulations.find(simId)).toMatchObject({ status: 'running', runner: null });
  });

  it('finds a lease that was given a moment ago and not renewed, and none that is renewed', async () => {
    await stores.claims.heartbeat(['brief'], 0);
    await stores.claims.heartbeat(['renewed'], 0);
    await stores.claims.heartbeat(['renewed'], 60);
    await stores.claims.freeLost(LOST);
    expect(await runners()).toEqual(['renewed']);
  });

  it('frees each simulation once when servers sweep at the same time', async () => {
    for (let i = 0; i < 50; i++) await submit(stores);
    await stores.claims.heartbeat(['gone'], 60);
    await stores.claims.claim('gone', 50, CLAIMED);
    await stores.claims.expire('gone');
    const swept = await Promise.all([1, 2, 3, 4].map((n) => (n % 2 ? stores : elsewhere).claims.freeLost(LOST)));
    expect(swept.reduce((sum, count) => sum + count)).toBe(50);
    const listed = await stores.simulations.list({ status: 'running', limit: 100, after: null });
    expect(listed.map(({ runner, version }) => [runner, version])).toEqual(Array(50).fill([null, 3]));
  });

  it('fails what has cost too many runners, running or paused, and which was alone on the last', async () => {
    const held = [await running(stores, 'r1'), await running(stores, 'r2')];
    const [one, two] = held;
    await stores.simulations.change(pausing(two.simId, 2));
    for (let loss = 1; ; loss++) {
      await stores.claims.expire('r1');
      await stores.claims.expire('r2');
      expect(await stores.claims.freeLost(LOST)).toBe(2);
      if (loss === LOST.most) break;
      await stores.claims.heartbeat(['r1', 'r2'], 3600);
      for (const [i, { simId }] of held.entries()) {
        await reclaimed(stores, simId, `r${i + 1}`);
      }
    }
    const failed = await stores.simulations.list({ status: 'failed', limit: 10, after: null });
    expect(new Map(failed.map(({ simId, transitions }) => [simId, transitions.at(-1)!.from]))).toEqual(
      new Map([
        [one.simId, 'running'],
        [two.simId, 'paused'],
      ]),
    );
  });
});

describe('change requests', () => {
  it('are forgotten once they are old, a batch at a time', async () => {
    const old = request('simulate');
    await submit(stores);
    const ids = [old.requestId, ...[1, 2, 3, 4].map(() => request('stop').requestId)];
    await stores.dataSource.query(
      `INSERT INTO change_requests SELECT unnest($1::text[]), 'stop', 'x', gen_random_uuid(), now() - interval '2 hours'`,
      [ids],
    );
    expect(await stores.claims.forgetRequests(3 * 3600, 100)).toBe(0);
    expect(await stores.simulations.answered(old.requestId)).not.toBeNull();
    const [{ count: before }] = await stores.dataSource.query<[{ count: string }]>('SELECT count(*) FROM change_requests');
    expect([await stores.claims.forgetRequests(3600, 3), await stores.claims.forgetRequests(3600, 3)]).toEqual([3, 2]);
    expect(await stores.simulations.answered(old.requestId)).toBeNull();
    const [{ count: after }] = await stores.dataSource.query<[{ count: string }]>('SELECT count(*) FROM change_requests');
    expect(Number(before) - Number(after)).toBe(5);
  });
});
