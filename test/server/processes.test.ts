import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { childrenOf } from '../support/children.js';
import { shortenLeases } from '../support/leases.js';
import { isRunning, postmaster } from '../support/postmaster.js';
import { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { useEmbeddedServer, useServer } from '../support/use-server.js';
import { brief, endless } from './requests.js';

const processOf = (runner: string | null) => runner?.replace(/[^-]*$/, '');

describe('two processes on one port', () => {
  const server = useServer({ SKEIN_PROCESSES: '2', SKEIN_SLOTS: '1' });

  it('share the work; one that is killed is replaced, and what it ran goes on', async () => {
    const skein = server.skein({ retries: 30, baseMs: 50, capMs: 500 });
    const running = async (simId: string) =>
      until(
        () => skein.status(simId),
        ({ status }) => status === 'running',
      );
    const ids = [(await skein.simulate(endless)).sim_id, (await skein.simulate(endless)).sim_id];
    const runners = await Promise.all(ids.map(async (id) => (await running(id)).runner));
    expect(new Set(runners.map(processOf)).size).toBe(2);

    const before = await childrenOf(server.pid);
    expect(before).toHaveLength(2);
    process.kill(before[0], 'SIGKILL');
    await shortenLeases(server.databaseUrl);
    const { sim_id: meanwhile } = await skein.simulate(endless);
    expect((await skein.status(meanwhile)).sim_id).toBe(meanwhile);
    const after = await until(
      () => childrenOf(server.pid),
      (pids) => pids.length === 2 && !pids.includes(before[0]),
    );
    expect(after).toContain(before[1]);

    await skein.stop(meanwhile);
    for (const id of ids) {
      const found = await until(
        () => skein.status(id),
        ({ status, runner }) => status === 'running' && (runner === runners[ids.indexOf(id)] || !runners.includes(runner)),
      );
      expect(found.run).toBe(1);
    }
    await until(
      async () => new Set(await Promise.all(ids.map(async (id) => processOf((await skein.status(id)).runner)))),
      (processes) => processes.size === 2,
    );
  });
});

describe('several processes with the embedded database', () => {
  const server = useEmbeddedServer('processes', { SKEIN_PROCESSES: '2' });

  it('are up to date with each other, and leave nothing behind when they are stopped', async () => {
    const skein = server.skein();
    const ids = await Promise.all(Array.from({ length: 20 }, async () => (await skein.simulate(brief)).sim_id));
    for (const id of ids) expect((await skein.waitFor(id, { intervalMs: 20 })).status).toBe('done');
    const pids = await childrenOf(server.pid);
    // Two that serve, and the one that watches the database.
    expect(pids).toHaveLength(3);
    expect(await server.stop()).toBe(0);
    expect(pids.filter(isRunning)).toEqual([]);
    expect(await postmaster(server.dataDir)).toBeNull();
  });

  it('end with the first of them when that is killed', async () => {
    const pids = await childrenOf(server.pid);
    expect(pids).toHaveLength(3);
    await server.kill();
    await until(
      () => Promise.resolve(pids.filter(isRunning)),
      (left) => left.length === 0,
    );
  });
});

it('several processes that cannot start say why, and end', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'skein-processes-'));
  const environment = { SKEIN_DATA_DIR: dataDir, SKEIN_PROCESSES: '2', HOST: 'no-host.invalid', SKEIN_API_TOKEN: 'secret-of-a-test' };
  try {
    await expect(TestServer.start(environment)).rejects.toThrow(/Skein cannot start. .*no-host/);
    expect(await postmaster(dataDir)).toBeNull();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
