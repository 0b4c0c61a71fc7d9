import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { step } from '@skein/simulation';
import fc from 'fast-check';
import { deal, type Waiting } from './deal.js';
import { admitted, CLAIMED, LOST, makeDue, request, running, type Stores, submit, SUBMITTED, useStores } from './stores.js';

const servers = useStores(3);
const [stores] = servers;

beforeEach(() => empty());

const empty = () => stores.dataSource.query('DELETE FROM simulations');
const labels = (user: string | null): Record<string, string> => (user === null ? {} : { user });

/** Adds simulations, the first the oldest, a millisecond apart. */
async function wait(many: readonly { user: string | null; priority?: number }[]): Promise<Waiting[]> {
  const waiting = many.map(({ user, priority = 0 }) => ({ simId: randomUUID(), user: user ?? '', priority }));
  await Promise.all(
    waiting.map(({ simId, priority }, i) =>
      stores.simulations.create(simId, admitted({ labels: labels(many[i].user), priority }), [SUBMITTED], request('simulate'), null),
    ),
  );
  await stores.dataSource.query(
    `UPDATE simulations s SET due_at = '2026-01-01'::timestamptz + make_interval(secs => place * 0.001)
     FROM unnest($1::uuid[]) WITH ORDINALITY AS given (sim_id, place) WHERE s.sim_id = given.sim_id`,
    [waiting.map(({ simId }) => simId)],
  );
  return waiting;
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

async function claim(limit: number, { claims }: Stores = stores): Promise<string[]> {
  return (await claims.claim('r1', limit, CLAIMED)).map(({ simId }) => simId);
}

/** Of those waiting, whose were claimed: `ABBA`, oldest first. */
async function usersOf(limit: number, waiting: readonly Waiting[]): Promise<string> {
  const claimed = await claim(limit);
  return claimed.map((simId) => waiting.find((one) => one.simId === simId)?.user).join('');
}

async function heldByUser(): Promise<Map<string, number>> {
  const rows = await stores.dataSource.query<{ user: string; held: number }[]>(
    `SELECT coalesce(labels ->> 'user', '') AS user, count(*)::integer AS held FROM simulations WHERE runner IS NOT NULL GROUP BY 1`,
  );
  return new Map(rows.map(({ user, held }) => [user, held]));
}

describe('a free slot', () => {
  it('goes to the user who holds the fewest, however many another has waiting', async () => {
    const waiting = await wait([...times(60, { user: 'A' }), ...times(3, { user: 'B' })]);
    expect(await usersOf(1, waiting)).toBe('A');
    expect(await usersOf(4, waiting)).toBe('AABB');
    expect(await usersOf(2, waiting)).toBe('AB');
    expect(await usersOf(5, waiting)).toBe('AAAAA');
  });

  it('goes to the highest priority first, whoever holds the fewest', async () => {
    const waiting = await wait([
      ...times(2, { user: 'B', priority: -1 }),
      ...times(2, { user: 'B' }),
      ...times(3, { user: 'A', priority: 9 }),
    ]);
    expect(await usersOf(2, waiting)).toBe('AA');
    expect(await usersOf(2, waiting)).toBe('BA');
    expect(await usersOf(9, waiting)).toBe('BBB');
  });

  it('counts what a user is given in a higher priority', async () => {
    const waiting = await wait([
      { user: 'A', priority: 1 },
      ...[...times(3, 'A'), ...times(3, 'B'), ...times(3, 'C')].map((user) => ({ user })),
    ]);
    expect(await usersOf(3, waiting)).toBe('ABC');
  });

  it('is shared by all who name no user', async () => {
    const waiting = await wait([...times(3, { user: null }), ...times(3, { user: '' }), ...times(3, { user: 'A' })]);
    expect(await usersOf(4, waiting)).toBe('AA');
    expect(await usersOf(2, waiting)).toBe('A');
  });

  it('goes to what has lost its runner before any priority', async () => {
    const lost = await running(stores, 'r2');
    await stores.claims.lose([lost], LOST);
    await wait([{ user: 'A', priority: 100 }]);
    expect(await claim(1)).toEqual([lost.simId]);
  });

  it('waits for no backoff, and what is tried again starts when it is due', async () => {
    const [retried] = await wait([{ user: 'B', priority: 5 }]);
    await claim(1);
    const again = step('running', 'retry', 'its worker failed');
    expect(await stores.claims.retry({ simId: retried.simId, epoch: 1 }, again, 3600)).toBe(true);
    const [own, other] = await wait([{ user: 'B', priority: 5 }, { user: 'A' }]);
    expect(await claim(9)).toEqual([own.simId, other.simId]);
    await makeDue(stores, retried.simId);
    expect(await claim(9)).toEqual([retried.simId]);
  });

  it('is shared as before by what was restarted or edited', async () => {
    const { simId } = await submit(stores, { labels: { user: 'A' }, priority: 7 });
    const place = () =>
      stores.dataSource.query<{ priority: number; share: string }[]>(`SELECT priority, share FROM simulations WHERE sim_id = $1`, [simId]);
    const before = await place();
    expect(before).toMatchObject([{ priority: 7 }]);
    const edit = { seq: 1, edits: [] };
    await stores.simulations.change({ simId, version: 1, steps: [], simulatedSec: 0, edit, request: request('edit') });
    const steps = [step('pending', 'stop', 'stopped by request'), step('stopped', 'restart', 'restarted by request')];
    const restarted = await stores.simulations.change({ simId, version: 2, steps, newRun: true, request: request('restart') });
    expect(restarted).toMatchObject({ status: 'pending', priority: 7 });
    expect(await place()).toEqual(before);
  });
});

const arbitrary = fc.array(
  fc.record({
    user: fc.constantFrom('A', 'B', 'C', 'D', ''),
    priority: fc.constantFrom(0, 0, 0, 1, -1),
    many: fc.integer({ min: 1, max: 12 }),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('any backlog', () => {
  it('is dealt out slot by slot: to the highest priority, in it to who holds the fewest, of his to the oldest', async () => {
    const limits = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(arbitrary, limits, async (groups, claims) => {
        await empty();
        let waiting = await wait(groups.flatMap(({ user, priority, many }) => times(many, { user, priority })));
        for (const [i, limit] of claims.entries()) {
          const expected = deal(waiting, await heldByUser(), limit);
          expect((await claim(limit)).sort()).toEqual(expected.sort());
          waiting = waiting.filter(({ simId }) => !expected.includes(simId));
          // Some come to their end, so that users hold more or less than they were given last.
          const ended = expected.filter((_, place) => (place + i) % 3 === 0);
          const done = `UPDATE simulations SET status = 'done', runner = NULL WHERE sim_id = ANY ($1)`;
          await stores.dataSource.query(done, [ended]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is claimed once, in full batches, by servers that claim at once, and nobody who waits falls behind by more than they claim at once', async () => {
    const LIMIT = 4;
    const atOnce = servers.length * LIMIT;
    await fc.assert(
      fc.asyncProperty(arbitrary, async (groups) => {
        await empty();
        const all = await wait(groups.flatMap(({ user, many }) => times(many * 4, { user })));
        const claimed = new Set<string>();
        while (claimed.size < all.length) {
          const round = (await Promise.all(servers.map((server) => claim(LIMIT, server)))).flat();
          if (all.length - claimed.size >= atOnce) expect(round).toHaveLength(atOnce);
          for (const simId of round) {
            expect(claimed.has(simId)).toBe(false);
            claimed.add(simId);
          }
          const held = await heldByUser();
          const behind = all.filter(({ simId }) => !claimed.has(simId)).map(({ user }) => held.get(user) ?? 0);
          const ahead = all.filter(({ simId }) => round.includes(simId)).map(({ user }) => held.get(user) ?? 0);
          expect(Math.max(0, ...ahead)).toBeLessThanOrEqual(Math.min(Infinity, ...behind) + atOnce);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('is claimed in full batches where there are more users than a claim looks at', async () => {
    const users = Array.from({ length: 400 }, (_, i) => ({ user: `user ${i}`, priority: i % 2 }));
    const waiting = await wait(users);
    const batches: string[][] = [];
    for (let batch = await claim(40); batch.length > 0; batch = await claim(40)) batches.push(batch);
    expect(batches.map(({ length }) => length)).toEqual(times(10, 40));
    const high = new Set(waiting.filter(({ priority }) => priority === 1).map(({ simId }) => simId));
    expect(batches.flat().map((simId) => high.has(simId))).toEqual([...times(200, true), ...times(200, false)]);
    expect(new Set(batches.flat()).size).toBe(400);
  });
});
