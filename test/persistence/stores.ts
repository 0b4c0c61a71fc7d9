import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PersistenceModule } from '@skein/persistence';
import {
  type ChangeRequest,
  type ClaimedSimulation,
  ClaimStore,
  EventStore,
  type Loss,
  type SimulationRecord,
  SimulationStore,
  type StatusChange,
  step,
  type Step,
} from '@skein/simulation';
import { type AdmittedRequest, CONFIG_DEFAULTS } from '@skein/topology';
import { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../support/database.js';

/** The stores as one server has them: over a pool of its own. */
export interface Stores {
  simulations: SimulationStore;
  claims: ClaimStore;
  events: EventStore;
  dataSource: DataSource;
  close: () => Promise<void>;
}

export async function openStores(databaseUrl: string, options: { unansweredMs?: number } = {}): Promise<Stores> {
  const app = await NestFactory.createApplicationContext(PersistenceModule.forRoot({ databaseUrl, dataDir: '', ...options }), {
    logger: false,
    abortOnError: false,
  });
  return storesOf(app);
}

export function storesOf(app: INestApplicationContext): Stores {
  return {
    simulations: app.get(SimulationStore),
    claims: app.get(ClaimStore),
    events: app.get(EventStore),
    dataSource: app.get(DataSource),
    close: () => app.close(),
  };
}

/** The stores of as many servers, with one database for the tests of the file that asks: filled in before the first of them, closed after the last. */
export function useStores(servers = 1): Stores[] {
  let database: TestDatabase;
  const all = Array.from({ length: servers }, () => ({}) as Stores);
  beforeAll(async () => {
    database = await createDatabase();
    await Promise.all(all.map(async (stores) => Object.assign(stores, await openStores(database.url))));
  });
  afterAll(async () => {
    await Promise.all(all.map((stores) => stores.close()));
    await database.drop();
  });
  return all;
}

/** Takes all simulations and runners away, as if none had been. */
export async function clear({ dataSource }: Stores): Promise<void> {
  await dataSource.query('DELETE FROM simulations');
  await dataSource.query('DELETE FROM runners');
}

export function admitted(overrides: Partial<AdmittedRequest> = {}): AdmittedRequest {
  return {
    name: 'three routers',
    labels: { team: 'blue' },
    priority: 0,
    config: { ...CONFIG_DEFAULTS, sample_interval_sec: 0.2 },
    nodes: 3,
    links: 2,
    scenario: '{"topology":{}}',
    fingerprint: 'f00d',
    warnings: [],
    ...overrides,
  };
}

export function request(operation: ChangeRequest['operation']): ChangeRequest {
  return { requestId: randomUUID(), operation, fingerprint: 'f00d' };
}

export const SUBMITTED: Step = step(null, 'submit', 'submitted');
export const CLAIMED: readonly Step[] = [
  step('pending', 'claim', 'claimed'),
  step('running', 'recover', 'recovered'),
  step('paused', 'recover', 'recovered'),
];
export const FINISHED: Step = step('running', 'finish', 'finished');

/** Three in a row are too many. */
export const LOST: Loss = {
  counted: true,
  most: 3,
  message: 'its runner was lost too often',
  steps: [step('running', 'fail', 'its runner was lost too often'), step('paused', 'fail', 'its runner was lost too often')],
};
/** An orderly shutdown. */
export const LEFT: Loss = { ...LOST, counted: false };

export async function submit({ simulations }: Stores, overrides: Partial<AdmittedRequest> = {}): Promise<SimulationRecord> {
  const simId = randomUUID();
  await simulations.create(simId, admitted(overrides), [SUBMITTED], request('simulate'), null);
  return (await simulations.find(simId))!;
}

/** A change that pauses what is running. */
export function pausing(simId: string, version: number): StatusChange {
  return { simId, version, steps: [step('running', 'pause', 'paused on request')], request: request('pause') };
}

/** Makes what waits for its turn due, before all others of its kind. */
export async function makeDue({ dataSource }: Stores, simId: string): Promise<void> {
  await dataSource.query(`UPDATE simulations SET due_at = 'epoch' WHERE sim_id = $1`, [simId]);
}

/** Submits one simulation and claims it, before all others, for a runner that lives for an hour. */
export async function running(stores: Stores, runner: string): Promise<{ simId: string; epoch: number }> {
  const { simId } = await submit(stores);
  await makeDue(stores, simId);
  await stores.claims.heartbeat([runner], 3600);
  const [claim] = await stores.claims.claim(runner, 1, CLAIMED);
  if (claim?.simId !== simId) throw new Error('something else was due before');
  return { simId, epoch: claim.epoch };
}

/** Claims again, before all others, what has lost its runner, suspect or not. */
export async function reclaimed(stores: Stores, simId: string, runner = 'r2'): Promise<ClaimedSimulation> {
  await makeDue(stores, simId);
  await stores.claims.heartbeat([runner], 3600);
  const claimed = [await stores.claims.claim(runner, 1, CLAIMED), await stores.claims.claimSuspects(runner, 1, CLAIMED, 'any')].flat();
  const claim = claimed.find((found) => found.simId === simId);
  if (!claim) throw new Error('it was not claimed');
  return claim;
}

/** Until so many statements of this database wait for a lock, or `givenUp` says that they never will. */
export async function waiting({ dataSource }: Stores, statements = 1, givenUp = () => false): Promise<void> {
  const query = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while (!givenUp() && (await dataSource.query<unknown[]>(query)).length < statements);
}
