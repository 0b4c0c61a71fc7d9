import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createSkein, type Skein } from '@skein/client';
import { Balancer } from '../support/balancer.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { replayedHash } from '../support/replay.js';
import { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { brief, paced } from './requests.js';

const FEW = 3;

let database: TestDatabase;
let balancer: Balancer;
let servers: TestServer[];
let skein: Skein;

const startServer = async (): Promise<TestServer> => {
  const server = await TestServer.start({ DATABASE_URL: database.url });
  balancer.add(server.url);
  return server;
};

beforeAll(async () => {
  database = await createDatabase();
  balancer = await Balancer.listen();
  servers = await Promise.all([startServer(), startServer()]);
  skein = createSkein({ baseUrl: balancer.url });
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await balancer.close();
  await database.drop();
});

/** Somebody who keeps asking, one request after another, a few times and until told to end; returns what he was promised. */
async function caller(ended: () => boolean): Promise<string[]> {
  const accepted: string[] = [];
  while (!ended() || accepted.length < FEW) {
    const { sim_id } = await skein.simulate(brief);
    accepted.push(sim_id);
    await skein.status(sim_id);
    await skein.list({ limit: 5 });
    await delay(20);
  }
  return accepted;
}

it('servers are replaced one after another under load: no request fails, and no simulation is lost', async () => {
  // Long enough to be running on both servers all the while; each then ends at full speed.
  const requests = Array.from({ length: 4 }, (_, i) => paced(10_000, 10, 50 + i));
  const running = await Promise.all(requests.map((request) => skein.simulate(request).then(({ sim_id }) => sim_id)));
  const recorded = async () =>
    (await Promise.all(running.map((simId) => skein.status(simId)))).map(({ progress }) => progress.simulated_sec);
  await until(recorded, (seconds) => seconds.every((simulated) => simulated > 1));

  let over = false;
  const callers = Promise.all(Array.from({ length: 3 }, () => caller(() => over)));
  callers.catch(() => undefined);
  try {
    for (const old of [...servers]) {
      const [before, arriving] = [await recorded(), startServer()];
      servers.push(await arriving);
      expect(await old.stop()).toBe(0);
      servers.shift();
      await until(recorded, (seconds) => seconds.every((simulated, i) => simulated > before[i] + 1));
    }
  } finally {
    over = true;
  }
  const accepted = (await callers).flat();
  expect(new Set(accepted).size).toBe(accepted.length);
  for (const simId of accepted)
    expect(await skein.waitFor(simId, { intervalMs: 20 })).toMatchObject({ status: 'done', run: 1, retry_count: 0 });

  for (const [i, simId] of running.entries()) {
    await skein.setSpeed(simId, 'max');
    expect(await skein.waitFor(simId, { intervalMs: 20 })).toMatchObject({ status: 'done', run: 1, retry_count: 0 });
    expect((await skein.results(simId)).result_hash).toBe(replayedHash(requests[i], []));
  }
});
