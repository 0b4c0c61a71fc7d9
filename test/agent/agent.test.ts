import { describe, expect, it } from '@jest/globals';
import { CLOSE } from '@skein/fleet';
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { order } from '../../apps/agent/src/testing/orders.js';
import { until } from '../support/until.js';
import { inScene, type Scene } from './scene.js';
import { ScriptedServer } from './scripted-server.js';

const command = (name: string, args: Record<string, unknown> = {}, timeoutSec: number | null = null) => ({
  type: 'command' as const,
  ...order(name, args, timeoutSec),
});
const sleep = () => command('sleep', { seconds: 1000 });

describe('an agent in its process', () => {
  inScene('registers, says hello, and carries out what it is told, in order', async ({ server, start }) => {
    start('--labels', 'zone=eu', '--slots', '2', '--name', 'Ada');
    const visit = await server.visit(0);
    expect(server.registrations).toEqual([{ body: { id: 'a', name: 'Ada' }, authorization: undefined }]);
    expect(visit.request.url).toBe('/ws/a');
    expect(visit.hello).toMatchObject({ protocol: 1, labels: { zone: 'eu' }, slots: 2, last_seq: 0, running: [], unsent_results: [] });
    expect(visit.hello.commands.map(({ name }) => name)).toContain('diagnostics');
    const orders = [
      command('status'),
      command('diagnostics'),
      command('reboot'),
      ...[1, 2, 3, 4, 5].map((n) => command('echo', { text: `${n}` })),
    ];
    visit.send(...orders);
    const results = new Map<string, string>();
    for (const { id } of orders) {
      const { state, result } = await visit.hears('result', (message) => message.id === id);
      results.set(id, `${state} ${result}`);
    }
    expect(visit.all('ack').map(({ id }) => id)).toEqual(orders.map(({ id }) => id));
    const answers = orders.map(({ id }) => results.get(id));
    expect(answers[0]).toMatch(/^succeeded .*"labels":{"zone":"eu"}/);
    expect(answers[1]).toMatch(/"network_interfaces":\[/);
    expect(answers[2]).toMatch(/^rejected .*There are: ping/);
    expect(answers.slice(3)).toEqual([1, 2, 3, 4, 5].map((n) => `succeeded ${n}`));
  });

  inScene(
    'runs once what is delivered twice, over this connection and the next, and gives its result until that is confirmed',
    async ({ server, start }) => {
      start();
      const echo = command('echo', { text: 'once' });
      const first = await server.visit(0);
      first.send(echo, echo);
      await first.hears('result');
      first.close(CLOSE.going_away);
      const second = await server.visit(1);
      expect(second.hello).toMatchObject({
        last_seq: echo.seq,
        running: [],
        unsent_results: [{ id: echo.id, state: 'succeeded', result: 'once' }],
      });
      second.send({ type: 'result_ack', id: echo.id }, echo);
      await second.hears('ack');
      second.close(CLOSE.going_away);
      const third = await server.visit(2);
      expect(third.hello.unsent_results).toEqual([]);
      expect([first, second].flatMap((visit) => visit.all('progress'))).toHaveLength(1);
    },
  );

  inScene('survives kill -9: what ran has failed, what waited is done, what was done is told', async ({ server, directory, start }) => {
    const agent = start('--slots', '2');
    const [done, runs, other, waits] = [command('echo', { text: 'done' }), sleep(), sleep(), command('echo', { text: 'later' })];
    const first = await server.visit(0);
    first.send(done, runs, other, waits);
    await first.hears('result');
    await first.hears('progress', ({ id }) => id === other.id);
    await first.hears('ack', ({ id }) => id === waits.id);
    await agent.kill();
    appendFileSync(path.join(directory, 'journal.jsonl'), '{"type":"started","id":"to');
    start('--slots', '2');
    const second = await server.visit(1);
    const failed = expect.stringMatching(/killed/) as unknown;
    const told = [
      { id: done.id, state: 'succeeded', result: 'done' },
      { id: runs.id, state: 'failed', result: failed },
      { id: other.id, state: 'failed', result: failed },
    ];
    expect(second.hello.unsent_results).toEqual(expect.arrayContaining(told));
    // It need not be done by the time of the hello.
    const known = [...second.hello.running, ...second.hello.unsent_results.map(({ id }) => id)];
    expect(known).toContain(waits.id);
    if (second.hello.running.includes(waits.id)) await second.hears('result', ({ id }) => id === waits.id);
    second.send(runs, other);
    await second.hears('result', ({ id }) => id === other.id);
    expect(second.all('progress').filter(({ id }) => id === runs.id || id === other.id)).toEqual([]);
  });

  const keepsRunning = async (scene: Scene) => {
    scene.start();
    const long = command('sleep', { seconds: 1 });
    const first = await scene.server.visit(0);
    first.send(long, command('echo', { text: 'behind' }));
    await first.hears('progress');
    const { port } = scene.server;
    await scene.server.close();
    scene.server = await ScriptedServer.listenAgain(port);
    const again = await scene.server.visit(0);
    const inHello = again.hello.unsent_results.find(({ id }) => id === long.id);
    const { state } = inHello ?? (await again.hears('result', ({ id }) => id === long.id));
    expect(state).toBe('succeeded');
  };
  // Alone: the server of another test might take its port meanwhile.
  inScene('keeps running while the server restarts', keepsRunning, it);

  inScene('cancels in two phases, and ends what takes too long', async ({ server, start }) => {
    start('--slots', '3');
    const visit = await server.visit(0);
    const [cancelled, late] = [sleep(), command('sleep', { seconds: 1000 }, 0.05)];
    visit.send(cancelled, late);
    await visit.hears('progress', ({ id }) => id === cancelled.id);
    visit.send({ type: 'cancel', id: cancelled.id });
    expect(await visit.hears('result', ({ id }) => id === cancelled.id)).toMatchObject({ state: 'cancelled' });
    expect(await visit.hears('result', ({ id }) => id === late.id)).toMatchObject({ state: 'timed_out' });
  });

  inScene('drains on SIGTERM: lets what runs end, begins nothing, and keeps what waits for its next life', async ({ server, start }) => {
    const agent = start('--drain-sec', '20', '--slots', '1');
    const visit = await server.visit(0);
    const [runs, waits] = [command('sleep', { seconds: 3 }), command('echo', { text: 'next life' })];
    visit.send(runs, waits);
    await visit.hears('progress', ({ id }) => id === runs.id);
    agent.signal('SIGTERM');
    await visit.hears('state', ({ draining }) => draining);
    expect(await visit.hears('result', ({ id }) => id === runs.id)).toMatchObject({ state: 'succeeded' });
    visit.send({ type: 'result_ack', id: runs.id });
    expect(await agent.exit()).toBe(0);
    expect(await visit.ended()).toBe(CLOSE.going_away);
    start();
    const next = await server.visit(1);
    expect([...next.hello.running, ...next.hello.unsent_results.map(({ id }) => id)]).toEqual([waits.id]);
  });

  inScene('cuts short what does not end within the limit, and ends at once when it is asked twice', async ({ server, start }) => {
    const agent = start('--drain-sec', '0');
    const first = await server.visit(0);
    const runs = sleep();
    first.send(runs);
    await first.hears('progress');
    agent.signal('SIGTERM');
    expect(await first.hears('result')).toMatchObject({ id: runs.id, state: 'failed' });
    first.send({ type: 'result_ack', id: runs.id });
    expect(await agent.exit()).toBe(0);
    const patient = start('--drain-sec', '1000');
    const second = await server.visit(1);
    second.send(sleep());
    await second.hears('progress');
    patient.signal('SIGTERM');
    await second.hears('state', ({ draining }) => draining);
    patient.signal('SIGTERM');
    expect(await patient.exit()).toBe(1);
  });

  inScene('restarts when it is told to, and says so when it is back', async ({ server, start }) => {
    const agent = start('--drain-sec', '0');
    const restart = command('restart');
    const first = await server.visit(0);
    first.send(restart);
    const second = await server.visit(1);
    expect(second.hello.unsent_results).toEqual([
      { id: restart.id, state: 'succeeded', result: expect.stringMatching(/again/) as unknown },
    ]);
    expect(agent.alive).toBe(true);
    second.send(command('ping'));
    expect(await second.hears('result')).toMatchObject({ result: 'pong' });
  });

  inScene('simulates a whole request, telling its progress, and stops when it is cancelled', async ({ server, start }) => {
    start();
    const request = JSON.parse(readFileSync('examples/three-routers.json', 'utf8')) as { config: Record<string, unknown> };
    const short = command('simulate', { ...request });
    const endless = command('simulate', { ...request, config: { ...request.config, duration_sec: 1_000_000 } });
    const visit = await server.visit(0);
    visit.send(short);
    const { state, result } = await visit.hears('result');
    expect(state).toBe('succeeded');
    const document = JSON.parse(result) as Record<string, unknown>;
    const expected = JSON.parse(readFileSync('examples/expected/three-routers.json', 'utf8')) as Record<string, unknown>;
    expect(document.result_hash).toBe(expected.result_hash);
    visit.send(endless);
    await visit.hears('progress', ({ id, fraction }) => id === endless.id && fraction !== undefined && fraction > 0);
    visit.send({ type: 'cancel', id: endless.id });
    expect(await visit.hears('result', ({ id }) => id === endless.id)).toMatchObject({ state: 'cancelled' });
  });

  inScene('tells a result that no frame can hold as a failure', async ({ server, start }) => {
    start();
    const visit = await server.visit(0);
    visit.send(command('echo', { text: 'x'.repeat(90_000), repeat: 1000 }));
    expect(await visit.hears('result')).toMatchObject({ state: 'failed', result: expect.stringMatching(/90000000 characters/) as unknown });
  });

  inScene('leaves garbage out of account, and goes on', async ({ server, start }) => {
    const agent = start();
    const visit = await server.visit(0);
    for (const text of ['', 'nonsense', '[]', '{"type":"nonsense"}', '{"type":"command","id":7}', '{"id":"x","command":"ping"}'])
      visit.sendText(text);
    visit.send({ type: 'runner', message: { type: 'nonsense' } }, { type: 'runner', message: { type: 'start' } }, command('ping'));
    expect(await visit.hears('result')).toMatchObject({ state: 'succeeded' });
    expect(agent.alive).toBe(true);
  });

  inScene('notices a server that has fallen silent, and connects again', async ({ server, start }) => {
    server.heartbeatSec = 0.1;
    start();
    const first = await server.visit(0);
    await first.hears('ping');
    first.freeze();
    await server.visit(1);
  });

  inScene('comes back no sooner than a draining server asks', async ({ server, start }) => {
    start();
    const first = await server.visit(0);
    const askedMs = performance.now();
    first.send({ type: 'drain', reconnect_after_ms: 700 });
    await server.visit(1);
    expect(performance.now() - askedMs).toBeGreaterThanOrEqual(700);
    expect(await first.ended()).toBe(CLOSE.going_away);
  });

  inScene(
    'exchanges its token for a secret, kept for its user alone, and shows that from then on',
    async ({ server, directory, start }) => {
      server.answer = { status: 200, body: { message: 'registered', secret: 's3cret' } };
      const agent = start('--token', 'enrol');
      const visit = await server.visit(0);
      expect(server.registrations[0]?.authorization).toBe('Bearer enrol');
      expect(visit.request.headers.authorization).toBe('Bearer s3cret');
      expect(statSync(path.join(directory, 'credential.json')).mode & 0o777).toBe(0o600);
      await agent.stop();
      server.answer = { status: 200, body: { message: 'known', secret: null } };
      start('--token', 'enrol');
      const again = await server.visit(1);
      expect(server.registrations[1]?.authorization).toBe('Bearer s3cret');
      expect(again.request.headers.authorization).toBe('Bearer s3cret');
      expect(agent.logged.join('\n')).not.toMatch(/s3cret|enrol"/);
    },
  );

  inScene('says clearly that it is refused, and does not hurry', async (scene) => {
    const { server } = scene;
    server.answer = { status: 401, body: { detail: 'Send the enrolment token.' } };
    const agent = scene.start();
    await agent.says(/refuses this agent \(a\): Send the enrolment token.*--token.*Trying again in [3-6]\d s/);
    server.answer = { status: 200, body: {} };
    server.refuseWith = 401;
    const other = scene.startAs('b', path.join(scene.directory, 'other'));
    await other.says(/refuses this agent \(b\): it answered 401/);
    expect(await other.stop()).toBe(0);
  });

  inScene('registers again where its server has forgotten it, and not where it was sent away', async ({ server, start }) => {
    server.refuseWith = 404;
    const agent = start();
    await until(
      () => Promise.resolve(server.registrations.length),
      (count) => count >= 2,
    );
    server.refuseWith = null;
    const visit = await server.visit(0);
    const before = server.registrations.length;
    visit.close(CLOSE.revoked);
    await agent.says(/deleted this agent, or revoked/);
    expect(server.registrations).toHaveLength(before);
  });

  inScene('shares its data directory with no other process', async ({ server, start }) => {
    start();
    await server.visit(0);
    const other = start();
    expect(await other.exit()).toBe(1);
    expect(other.logged.join('\n')).toMatch(/Another agent uses the data directory/);
  });
});
