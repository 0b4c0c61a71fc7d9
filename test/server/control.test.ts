import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EditData, Skein, StatusDocument } from '@skein/client';
import { createDatabase } from '../support/database.js';
import { replayedHash } from '../support/replay.js';
import { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { endless, paced } from './requests.js';

const server = useServer();
let skein: Skein;

beforeAll(() => {
  skein = server.skein();
});

const progressed = (simId: string, beyondSec: number): Promise<StatusDocument> =>
  until(
    () => skein.status(simId),
    ({ status, progress }) => status === 'running' && progress.simulated_sec > beyondSec,
  );
const refusal = (status: number, code: string): unknown => expect.objectContaining({ status, code });

describe('a simulation that is paused', () => {
  it('stands still at the time that was answered, has final results there, and goes on from there to the undisturbed end', async () => {
    const request = paced(4000, 20, 3);
    const { sim_id } = await skein.simulate(request);
    await progressed(sim_id, 3);
    const paused = await skein.pause(sim_id);
    expect(paused).toMatchObject({ sim_id, status: 'paused', speed: 20 });
    const status = await skein.status(sim_id);
    expect(status).toMatchObject({ status: 'paused', version: paused.version, progress: { simulated_sec: paused.simulated_sec } });
    const results = await skein.results(sim_id);
    expect(results.simulated_sec).toBe(paused.simulated_sec);
    // To pause what is paused changes nothing.
    expect(await skein.pause(sim_id)).toEqual(paused);
    expect(await skein.resume(sim_id)).toMatchObject({ status: 'running', simulated_sec: paused.simulated_sec });
    await skein.setSpeed(sim_id, 'max');
    expect(await skein.waitFor(sim_id)).toMatchObject({ status: 'done', progress: { simulated_sec: 4000 } });
    expect((await skein.results(sim_id)).result_hash).toBe(replayedHash(request, []));
  });

  it('can be stopped, restarted and deleted', async () => {
    const { sim_id } = await skein.simulate(endless);
    await progressed(sim_id, 0);
    const { simulated_sec } = await skein.pause(sim_id);
    expect(await skein.stop(sim_id)).toMatchObject({ status: 'stopped', progress: { simulated_sec } });
    expect((await skein.results(sim_id)).result_hash).toBe(replayedHash(endless, [], simulated_sec));
    await skein.restart(sim_id);
    await progressed(sim_id, 0);
    await skein.pause(sim_id);
    await skein.delete(sim_id);
    await expect(skein.status(sim_id)).rejects.toEqual(refusal(404, 'unknown_simulation'));
  });

  it('cannot be where it has not begun or is over', async () => {
    const { sim_id } = await skein.simulate(paced(1, 'max'));
    await skein.waitFor(sim_id);
    const calls = [
      skein.pause(sim_id),
      skein.resume(sim_id),
      skein.setSpeed(sim_id, 2),
      skein.edit(sim_id, { operation: 'fail_link', link_id: 'A-B' }),
    ];
    const rejected = { status: 'rejected', reason: refusal(409, 'illegal_transition') };
    expect(await Promise.allSettled(calls)).toEqual(calls.map(() => rejected));
  });
});

describe('the speed', () => {
  it('can be changed while it runs, and results do not depend on it', async () => {
    const request = paced(3000, 1, 5);
    const { sim_id } = await skein.simulate(request);
    await progressed(sim_id, 0.2);
    expect(await skein.setSpeed(sim_id, 'max')).toMatchObject({ status: 'running', speed: 'max' });
    expect(await skein.waitFor(sim_id)).toMatchObject({ status: 'done', config: { speed: 'max' } });
    expect((await skein.results(sim_id)).result_hash).toBe(replayedHash(request, []));
  });

  it('is refused where it is none', async () => {
    const { sim_id } = await skein.simulate(endless);
    for (const speed of [0, -1, 'fast' as 'max']) {
      await expect(skein.setSpeed(sim_id, speed)).rejects.toEqual(refusal(422, 'validation_failed'));
    }
    await skein.stop(sim_id);
  });
});

describe('the ETag of a status', () => {
  it('is the version, and never makes an answer "not modified", since progress moves without it', async () => {
    const { sim_id } = await skein.simulate(endless);
    const { version } = await progressed(sim_id, 0);
    const answer = await fetch(`${server.url}/status/${sim_id}`, { headers: { 'If-None-Match': `"${version}"` } });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, `"${version}"`]);
    await skein.stop(sim_id);
  });

  it('comes with every change but the last', async () => {
    const { sim_id } = await skein.simulate(endless);
    await progressed(sim_id, 0);
    for (const [method, path, body] of [
      ['POST', 'pause'],
      ['PUT', 'edit', { operation: 'fail_link', link_id: 'A-B' }],
      ['POST', 'speed', { speed: 2 }],
      ['POST', 'resume'],
      ['POST', 'stop'],
      ['POST', 'restart'],
    ] as const) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${server.url}/${path}/${sim_id}`, { method, headers, body: body && JSON.stringify(body) });
      const { version } = (await answer.json()) as { version: number };
      expect([path, answer.headers.get('etag')]).toEqual([path, `"${version}"`]);
    }
    await skein.stop(sim_id);
  });

  it('is held against If-Match by every change: of another version it changes nothing', async () => {
    const { sim_id } = await skein.simulate(endless);
    const { version } = await progressed(sim_id, 0);
    const old = { ifVersion: version - 1 };
    const going = [
      skein.pause(sim_id, old),
      skein.setSpeed(sim_id, 2, old),
      skein.edit(sim_id, { operation: 'fail_link', link_id: 'A-B' }, old),
      skein.restart(sim_id, old),
      skein.stop(sim_id, old),
    ];
    const rejected = { status: 'rejected', reason: refusal(412, 'precondition_failed') };
    expect(await Promise.allSettled(going)).toEqual(going.map(() => rejected));
    expect(await skein.status(sim_id)).toMatchObject({ status: 'running', version });
    const paused = await skein.pause(sim_id, { ifVersion: version });
    const standing = [skein.resume(sim_id, old), skein.delete(sim_id, old)];
    expect(await Promise.allSettled(standing)).toEqual(standing.map(() => rejected));
    expect(await skein.status(sim_id)).toMatchObject({ status: 'paused', version: paused.version });
    await skein.delete(sim_id, { ifVersion: paused.version });
  });
});

describe('an edit', () => {
  it('takes effect at the simulated time that it answers, and replaying request and log gives the same results to the last bit', async () => {
    const request = paced(4000, 20, 7);
    const { sim_id } = await skein.simulate(request);
    await progressed(sim_id, 2);
    const failed = await skein.edit(sim_id, { operation: 'fail_link', from: 'B', to: 'C' });
    expect(failed).toMatchObject({ status: 'running', edit: 1, operations: [{ operation: 'fail_link', link_id: 'B-C' }] });
    await progressed(sim_id, failed.simulated_sec + 2);
    const grown = await skein.edit(sim_id, {
      operations: [
        { operation: 'add_router', node: 'D' },
        { operation: 'add_link', link: { from: 'A', to: 'D', latency: 3 } },
        { operation: 'add_link', link: { from: 'D', to: 'C', latency: 3 } },
      ],
    });
    expect(grown.simulated_sec).toBeGreaterThan(failed.simulated_sec);
    expect(await skein.status(sim_id)).toMatchObject({ version: grown.version, topology: { nodes: 4, links: 4 } });
    const { topology, failed: down } = await skein.topology(sim_id);
    expect((topology as { nodes: { id: string }[] }).nodes.map(({ id }) => id)).toEqual(['A', 'B', 'C', 'D']);
    expect(down).toEqual({ routers: [], links: ['B-C'] });
    await skein.setSpeed(sim_id, 'max');
    await skein.waitFor(sim_id);
    const { edits } = await skein.edits(sim_id);
    expect(edits.map(({ edit, simulated_sec }) => [edit, simulated_sec])).toEqual([
      [1, failed.simulated_sec],
      [2, grown.simulated_sec],
    ]);
    const results = await skein.results(sim_id);
    expect(results.result_hash).toBe(replayedHash(request, edits));
    expect(results.packets.dropped.no_route).toBeGreaterThan(0);
  });

  it('can be made while pending and while paused', async () => {
    const own = await createDatabase();
    const busy = await TestServer.start({ DATABASE_URL: own.url, SKEIN_SLOTS: '1' });
    const client = busy.skein();
    const first = await client.simulate(endless);
    const request = paced(20, 'max', 9);
    const { sim_id } = await client.simulate(request);
    expect(await client.edit(sim_id, { operation: 'fail_router', node_id: 'B' })).toMatchObject({ status: 'pending', simulated_sec: 0 });
    await client.stop(first.sim_id);
    await client.waitFor(sim_id);
    const { edits } = await client.edits(sim_id);
    expect((await client.results(sim_id)).result_hash).toBe(replayedHash(request, edits));
    await busy.stop();
    await own.drop();

    const slow = paced(4000, 20, 9);
    const other = await skein.simulate(slow);
    await progressed(other.sim_id, 1);
    const { simulated_sec } = await skein.pause(other.sim_id);
    const edited = await skein.edit(other.sim_id, { operation: 'set_traffic', traffic: [{ from: 'A', to: 'C', rate_pps: 100 }] });
    expect(edited).toMatchObject({ status: 'paused', simulated_sec });
    expect(await skein.status(other.sim_id)).toMatchObject({ status: 'paused' });
    await skein.setSpeed(other.sim_id, 'max');
    await skein.resume(other.sim_id);
    await skein.waitFor(other.sim_id);
    const log = await skein.edits(other.sim_id);
    expect((await skein.results(other.sim_id)).result_hash).toBe(replayedHash(slow, log.edits));
  });

  it('that does not fit is refused with pointers, as a whole, and a dry run tells so beforehand', async () => {
    const { sim_id } = await skein.simulate(endless);
    const before = await progressed(sim_id, 0);
    const wrong: EditData['body'] = {
      operations: [
        { operation: 'fail_link', link_id: 'A-B' },
        { operation: 'add_link', link: { from: 'A', to: 'Z' } },
      ],
    };
    for (const dryRun of [true, false]) {
      await expect(skein.edit(sim_id, wrong, { dryRun })).rejects.toMatchObject({
        status: 422,
        problem: { errors: [{ pointer: '/operations/1/link/to' }] },
      });
    }
    const right: EditData['body'] = { operation: 'remove_router', node_id: 'C' };
    expect(await skein.edit(sim_id, right, { dryRun: true })).toMatchObject({ edit: null, version: before.version });
    expect((await skein.edits(sim_id)).edits).toEqual([]);
    expect((await skein.status(sim_id)).version).toBe(before.version);
    await skein.stop(sim_id);
  });

  it('is tried by a dry run on the network as edits before it have left it', async () => {
    const { sim_id } = await skein.simulate(endless);
    await progressed(sim_id, 0);
    const dry = { dryRun: true };
    const failing: EditData['body'] = { operation: 'fail_link', link_id: 'B-C' };
    const linking: EditData['body'] = { operation: 'add_link', link: { from: 'A', to: 'D' } };
    expect(await skein.edit(sim_id, failing, dry)).toMatchObject({ edit: null });
    await expect(skein.edit(sim_id, linking, dry)).rejects.toMatchObject({ status: 422, problem: { errors: [{ pointer: '/link/to' }] } });
    await skein.edit(sim_id, {
      operations: [
        { operation: 'remove_router', node_id: 'C' },
        { operation: 'add_router', node: 'D' },
      ],
    });
    await expect(skein.edit(sim_id, failing, dry)).rejects.toMatchObject({ status: 422, problem: { errors: [{ pointer: '/link_id' }] } });
    expect(await skein.edit(sim_id, linking, dry)).toMatchObject({ edit: null });
    expect((await skein.edits(sim_id)).edits).toHaveLength(1);
    await skein.stop(sim_id);
  });

  it('is made once however often its key is sent, and answers as the first time', async () => {
    const { sim_id } = await skein.simulate(endless);
    await progressed(sim_id, 0);
    const idempotencyKey = `edit ${sim_id}`.replace(' ', '-');
    const body = { operation: 'update_link' as const, link_id: 'A-B', changes: { latency: 50 } };
    const answers = await Promise.all(Array.from({ length: 10 }, () => skein.edit(sim_id, body, { idempotencyKey })));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await skein.edits(sim_id)).edits).toHaveLength(1);
    await expect(skein.edit(sim_id, { ...body, changes: { latency: 1 } }, { idempotencyKey })).rejects.toEqual(
      refusal(409, 'idempotency_key_reused'),
    );
    await skein.stop(sim_id);
  });

  it('of two at once, both are made, one after the other; with If-Match only one', async () => {
    const { sim_id } = await skein.simulate(endless);
    const { version } = await progressed(sim_id, 0);
    const slower = (latency: number): EditData['body'] => ({ operation: 'update_link', link_id: 'A-B', changes: { latency } });
    await Promise.all([skein.edit(sim_id, slower(20)), skein.edit(sim_id, slower(30))]);
    expect((await skein.edits(sim_id)).edits.map(({ edit }) => edit)).toEqual([1, 2]);
    const current = (await skein.status(sim_id)).version;
    expect(current).toBe(version + 2);
    const outcomes = await Promise.allSettled([40, 50, 60].map((latency) => skein.edit(sim_id, slower(latency), { ifVersion: current })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refusal(412, 'precondition_failed'));
    await skein.stop(sim_id);
  });

  it('is forgotten by a restart, unless it is to be kept', async () => {
    const request = paced(1000, 'max', 13);
    const { sim_id } = await skein.simulate({ ...request, config: { ...request.config, speed: 1 } });
    await progressed(sim_id, 0);
    await skein.edit(sim_id, { operation: 'remove_router', node_id: 'C' });
    await skein.restart(sim_id, { keepEdits: true });
    await skein.setSpeed(sim_id, 'max');
    expect(await skein.waitFor(sim_id)).toMatchObject({ run: 2, topology: { nodes: 2, links: 1 } });
    const kept = await skein.edits(sim_id);
    expect(kept.edits).toMatchObject([{ edit: 1, simulated_sec: 0 }]);
    expect((await skein.results(sim_id)).result_hash).toBe(replayedHash(request, kept.edits));
    await skein.restart(sim_id);
    expect(await skein.waitFor(sim_id)).toMatchObject({ run: 3, topology: { nodes: 3, links: 2 } });
    expect((await skein.results(sim_id)).result_hash).toBe(replayedHash(request, []));
  });
});
