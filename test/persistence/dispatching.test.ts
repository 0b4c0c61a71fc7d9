import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ClaimStore, SimulationMetrics } from '@skein/simulation';
import { Arrivals } from '../../libs/simulation/src/nest/dispatch/arrivals.js';
import { Assignments } from '../../libs/simulation/src/nest/dispatch/assignments.js';
import { Dispatcher } from '../../libs/simulation/src/nest/dispatch/dispatcher.js';
import { Holdings } from '../../libs/simulation/src/nest/dispatch/holdings.js';
import type { LostRunners } from '../../libs/simulation/src/nest/dispatch/lost-runners.js';
import { Placements } from '../../libs/simulation/src/nest/dispatch/placements.js';
import { Room } from '../../libs/simulation/src/nest/dispatch/room.js';
import { until } from '../support/until.js';
import { Registry, Thread } from './own-runners.js';
import { admitted, submit, useStores } from './stores.js';

/** So large that one claim does not take all of them. */
const LARGE = JSON.stringify({ topology: '.'.repeat(100_000) });
const WAITING = 40;
const SLOTS = 1000;

const [stores] = useStores();
const none = {} as never;

describe('what waits longer than one claim takes', () => {
  it('is not passed by what comes between two claims', async () => {
    for (let i = 0; i < WAITING; i++) await submit(stores, { scenario: LARGE });
    const registry = new Registry([new Thread()], SLOTS);
    const holdings = new Holdings();
    const lost = { isRecovering: () => false } as unknown as LostRunners;
    const begun: boolean[] = [];
    const claims = Object.assign(Object.create(stores.claims) as ClaimStore, {
      claim: async (...claim: Parameters<ClaimStore['claim']>) => {
        if (holdings.all().length > 0 && begun.length === 0) begun.push(await arrivals.add(randomUUID(), admitted(), null));
        return stores.claims.claim(...claim);
      },
    });
    const assignments = new Assignments(claims, holdings, { claimed: () => {} } as unknown as SimulationMetrics);
    const room = new Room(registry, holdings, lost);
    const arrivals = new Arrivals(stores.simulations, registry, room, holdings, assignments);
    arrivals.noteRound(arrivals.mark());
    const [nothing, nobody] = [{ run: () => Promise.resolve() } as never, { sweep: () => Promise.resolve() } as never];
    const placements = new Placements(claims);
    const ending = { settled: () => Promise.resolve(), stop: () => Promise.resolve(), giveUp: () => {} } as never;
    const metrics = { lost: () => {} } as unknown as SimulationMetrics;
    const dispatcher = new Dispatcher(
      ...([claims, registry, holdings, ending, ending, lost, nothing, none] as const),
      ...([placements, assignments, arrivals, room, nobody, ending, metrics] as const),
    );
    dispatcher.wake();
    await until(
      () => Promise.resolve(holdings.all().length),
      (held) => held > WAITING,
    );
    await dispatcher.beforeApplicationShutdown();
    expect(begun).toEqual([false]);
  });
});
