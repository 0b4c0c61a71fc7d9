import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SimulationRequestInput, Skein, StatusDocument } from '@skein/client';
import { TestAgent } from '../support/agent.js';
import { Forwarder } from '../support/forwarder.js';
import { prolongLeases, shortenLeases } from '../support/leases.js';
import { replayedHash } from '../support/replay.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { paced } from '../server/requests.js';

type Placement = NonNullable<SimulationRequestInput['config']>['placement'];

let directory: string;
/** The address that stays while servers come and go. */
let front: Forwarder;
let skein: Skein;
let agents: TestAgent[];

afterAll(() => front.close());

const server = useServer();

beforeAll(async () => {
  front = await Forwarder.listen();
  started();
});

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'skein-agents-'));
  agents = [];
});

afterEach(async () => {
  await Promise.all(agents.map((agent) => agent.kill()));
  await rm(directory, { recursive: true, force: true });
});

/** It has another port each time. */
function started(): void {
  skein = server.skein();
  front.to(Number(new URL(server.url).port));
}

function agent(id: string, ...args: string[]): TestAgent {
  const started = TestAgent.start(`http://127.0.0.1:${front.port}`, path.join(directory, id), id, '--slots', '4', ...args);
  agents.push(started);
  return started;
}

const at = (placement: Placement, request: SimulationRequestInput): SimulationRequestInput => ({
  ...request,
  config: { ...request.config, placement },
});
const sees = (simId: string, satisfies: (status: StatusDocument) => boolean) => until(() => skein.status(simId), satisfies);
const runningOn = (simId: string, runner: string, beyondSec = 0) =>
  sees(simId, ({ status, runner: where, progress }) => status === 'running' && where === runner && progress.simulated_sec > beyondSec);
const heldBy = async (id: string) => {
  const [one, all] = await Promise.all(
    ['/agents/' + id, '/agents'].map(async (page) => (await fetch(server.url + page)).json() as unknown),
  );
  const { simulations } = one as { simulations: { sim_id: string; epoch: number }[] };
  expect(all).toEqual([expect.objectContaining({ id, simulations })]);
  return simulations;
};
const recoveries = ({ transitions }: StatusDocument) => transitions.filter(({ reason }) => reason.startsWith('recovered')).length;

describe('a simulation on an agent', () => {
  it('is edited, paused, resumed, hurried, watched and stopped like any other', async () => {
    agent('lab-1');
    const request = at({ agent: 'lab-1' }, paced(4000, 20, 41));
    const { sim_id } = await skein.simulate(request);
    await runningOn(sim_id, 'agent/lab-1', 1);
    expect(await heldBy('lab-1')).toEqual([{ sim_id, epoch: 1 }]);
    await skein.edit(sim_id, { operation: 'fail_link', link_id: 'B-C' });
    const paused = await skein.pause(sim_id);
    expect((await skein.results(sim_id)).simulated_sec).toBe(paused.simulated_sec);
    await skein.edit(sim_id, { operation: 'restore_link', link_id: 'B-C' });
    await skein.resume(sim_id);
    await skein.setSpeed(sim_id, 'max');
    const ended = await skein.waitFor(sim_id);
    expect(ended).toMatchObject({ status: 'done', retry_count: 0, config: { placement: { agent: 'lab-1' } } });
    expect(recoveries(ended)).toBe(0);
    expect(await heldBy('lab-1')).toEqual([]);
    const { edits } = await skein.edits(sim_id);
    expect((await skein.results(sim_id)).result_hash).toBe(replayedHash(request, edits));

    const other = await skein.simulate(request);
    await runningOn(other.sim_id, 'agent/lab-1', 1);
    const { progress } = await skein.stop(other.sim_id);
    expect((await skein.results(other.sim_id)).result_hash).toBe(replayedHash(request, [], progress.simulated_sec));
  });

  it('waits for an agent that fits, and is not given to one that does not', async () => {
    agent('office', '--labels', 'site=office');
    const { sim_id } = await skein.simulate(at({ labels: { site: 'lab' } }, paced(4000, 20, 42)));
    const local = await skein.simulate(at('local', paced(2, 'max', 42)));
    const onOffice = await skein.simulate(at({ labels: { site: 'office' } }, paced(2, 'max', 42)));
    const claims = async (simId: string) => (await skein.waitFor(simId)).transitions[1].reason;
    expect(await claims(onOffice.sim_id)).toBe('claimed by agent/office');
    expect(await claims(local.sim_id)).toMatch(/^claimed by .*\/thread-1$/);
    expect((await skein.status(sim_id)).status).toBe('pending');
    agent('lab', '--labels', 'site=lab');
    await runningOn(sim_id, 'agent/lab');
    await skein.stop(sim_id);
  });

  it('goes on elsewhere, to the same results, when its agent vanishes', async () => {
    const first = agent('lab-1', '--labels', 'site=lab');
    const request = at({ labels: { site: 'lab' } }, paced(4000, 20, 43));
    const { sim_id } = await skein.simulate(request);
    await runningOn(sim_id, 'agent/lab-1', 2);
    const { simulated_sec } = await skein.edit(sim_id, { operation: 'update_link', link_id: 'A-B', latency: 30 });
    agent('lab-2', '--labels', 'site=lab');
    await first.kill();
    await shortenLeases(server.databaseUrl);
    await runningOn(sim_id, 'agent/lab-2', simulated_sec);
    await skein.setSpeed(sim_id, 'max');
    const ended = await skein.waitFor(sim_id);
    expect(ended).toMatchObject({ status: 'done', retry_count: 0 });
    expect(recoveries(ended)).toBe(1);
    expect((await skein.results(sim_id)).result_hash).toBe(replayedHash(request, (await skein.edits(sim_id)).edits));
  });

  it('runs on while its server is away, and is gone on with when that is back in time', async () => {
    agent('lab-1');
    const request = at({ agent: 'lab-1' }, paced(4000, 20, 44));
    const { sim_id } = await skein.simulate(request);
    await runningOn(sim_id, 'agent/lab-1', 1);
    // It ends about when there is no server, or else just before or after.
    const ending = await skein.simulate(at({ agent: 'lab-1' }, paced(30, 10, 45)));
    await sees(ending.sim_id, ({ status }) => status !== 'pending');
    front.to(null);
    await server.stop();
    await prolongLeases(server.databaseUrl);
    await server.start();
    started();
    const { progress } = await skein.status(sim_id);
    await runningOn(sim_id, 'agent/lab-1', progress.simulated_sec + 1);
    await skein.setSpeed(sim_id, 'max');
    for (const id of [sim_id, ending.sim_id]) {
      const ended = await skein.waitFor(id);
      expect(ended.status).toBe('done');
      expect(recoveries(ended)).toBe(0);
    }
    expect((await skein.results(sim_id)).result_hash).toBe(replayedHash(request, []));
  });
});
