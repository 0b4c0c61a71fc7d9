import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { PersistenceModule } from '@skein/persistence';
import { type ChangeRequest, ClaimStore, type SimulationRecord, SimulationStore, step, type Step } from '@skein/simulation';
import { type AdmittedRequest, CONFIG_DEFAULTS } from '@skein/topology';
import { DataSource } from 'typeorm';

/** The stores as one server has them: over a pool of its own. */
export interface Stores {
  simulations: SimulationStore;
  claims: ClaimStore;
  dataSource: DataSource;
  close: () => Promise<void>;
}

export async function openStores(databaseUrl: string): Promise<Stores> {
  const app = await NestFactory.createApplicationContext(PersistenceModule.forRoot({ databaseUrl, dataDir: '' }), {
    logger: false,
    abortOnError: false,
  });
  return { simulations: app.get(SimulationStore), claims: app.get(ClaimStore), dataSource: app.get(DataSource), close: () => app.close() };
}

export function admitted(overrides: Partial<AdmittedRequest> = {}): AdmittedRequest {
  return {
    name: 'three routers',
    labels: { team: 'blue' },
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
export const CLAIMED: Step = step('pending', 'claim', 'claimed');
export const FINISHED: Step = step('running', 'finish', 'finished');
export const LOST: readonly Step[] = [step('running', 'lose', 'its runner was lost'), step('paused', 'lose', 'its runner was lost')];

export async function submit({ simulations }: Stores, overrides: Partial<AdmittedRequest> = {}): Promise<SimulationRecord> {
  const simId = randomUUID();
  await simulations.create(simId, admitted(overrides), SUBMITTED, request('simulate'));
  return (await simulations.find(simId))!;
}

/** Submits one simulation and claims it, before all others, for a runner that lives for an hour. */
export async function running(stores: Stores, runner: string): Promise<{ simId: string; epoch: number }> {
  const { simId } = await submit(stores);
  await stores.dataSource.query(`UPDATE simulations SET due_at = 'epoch' WHERE sim_id = $1`, [simId]);
  await stores.claims.heartbeat(runner, 3600);
  const [claim] = await stores.claims.claim(runner, 1, CLAIMED);
  if (claim?.simId !== simId) throw new Error('something else was due before');
  return { simId, epoch: claim.epoch };
}
