import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLOSE } from '@skein/fleet';
import WebSocket from 'ws';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { greeted, hello, Socket } from './sockets.js';
import { Tool } from './tool.js';

let database: TestDatabase;
let server: TestServer;
let tool: Tool;
let agents = 0;

beforeAll(async () => {
  database = await createDatabase();
  server = await TestServer.start({ DATABASE_URL: database.url, SKEIN_HEARTBEAT_SEC: '1' });
  tool = new Tool(server.url);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

interface CommandAnswer {
  id: string;
  state: string;
  result: string | null;
}

async function registered(): Promise<string> {
  const id = `own-${++agents}`;
  await tool.register(id);
  return id;
}

async function send(agent: string, body: object = {}): Promise<string> {
  const { status, body: answer } = await tool.post<{ command_id: string }>(`/commands/send/${agent}`, { command: 'echo', ...body });
  expect(status).toBe(200);
  return answer.command_id;
}

const stateOf = async (id: string) => (await tool.get<CommandAnswer>(`/commands/${id}`)).body;
const reaches = (id: string, state: string) =>
  until(
    () => stateOf(id),
    (command) => command.state === state,
  );

describe('an agent that says hello', () => {
  it('is sent nothing before it, and whole commands after it, which go through every state', async () => {
    const agent = await registered();
    const waiting = await send(agent, { args: { text: 'hi' }, timeout_sec: 30 });
    const socket = await Socket.connect(server.url, agent, { own: true });
    expect(socket.socket.protocol).toBe('skein.agent.v1');
    socket.send(hello());
    const [command] = await socket.messages('command');
    expect(socket.received[0]).toMatchObject({ type: 'welcome', protocol: 1, epoch: 1, heartbeat_sec: 1 });
    expect(command).toMatchObject({ id: waiting, command: 'echo', args: { text: 'hi' }, timeout_sec: 30 });
    expect(await stateOf(waiting)).toMatchObject({ state: 'sent', acknowledged_at: null });
    socket.send({ type: 'ack', id: waiting });
    await reaches(waiting, 'acknowledged');
    socket.send({ type: 'progress', id: waiting, message: 'half way', fraction: 0.5 });
    expect(await reaches(waiting, 'running')).toMatchObject({ progress: { message: 'half way', fraction: 0.5 }, result: null });
    socket.send({ type: 'result', id: waiting, state: 'succeeded', result: 'hi' });
    expect(await socket.messages('result_ack')).toEqual([{ type: 'result_ack', id: waiting }]);
    expect(await stateOf(waiting)).toMatchObject({ state: 'succeeded', result: 'hi' });
    // Repeated, and late with another word: confirmed, and nothing changes.
    socket.send({ type: 'result', id: waiting, state: 'failed', result: 'no' });
    await socket.messages('result_ack', 2);
    expect(await stateOf(waiting)).toMatchObject({ state: 'succeeded', result: 'hi' });
    await socket.close();
  });

  it('is described by what it said', async () => {
    const agent = await registered();
    const socket = await greeted(server.url, agent, { labels: { rack: '9' }, simulations: [{ sim_id: 's', epoch: 2 }] });
    expect(await tool.get(`/agents/${agent}`)).toMatchObject({
      status: 200,
      body: {
        id: agent,
        connected: true,
        version: '1.2.3',
        labels: { rack: '9' },
        slots: 2,
        queue_length: 0,
        simulations: [{ sim_id: 's', epoch: 2 }],
        uptime_sec: expect.any(Number),
        last_seen_at: expect.any(String),
      },
    });
    expect((await tool.get(`/agents/${agent}/commands`)).body).toMatchObject([{ name: 'echo', args_schema: { type: 'object' } }]);
    socket.send({ type: 'state', draining: true, free_slots: 1 });
    await until(
      () => tool.get<{ draining: boolean; free_slots: number }>(`/agents/${agent}`),
      ({ body }) => body.draining && body.free_slots === 1,
    );
    await socket.close();
    await until(
      () => tool.get<{ connected: boolean }>(`/agents/${agent}`),
      ({ body }) => !body.connected,
    );
  });

  it('comes back with what it runs and what it has finished: only what it does not know is sent again', async () => {
    const agent = await registered();
    const first = await greeted(server.url, agent);
    const ids = [await send(agent), await send(agent), await send(agent), await send(agent)];
    expect((await first.messages('command', 4)).map(({ id }) => id)).toEqual(ids);
    const [running, finished, forgotten, unheard] = ids;
    for (const id of [running, finished, forgotten]) first.send({ type: 'ack', id });
    for (const id of [running, finished, forgotten]) await reaches(id, 'acknowledged');
    first.socket.terminate();
    const result = { id: finished, state: 'failed', result: 'out of paper' } as const;
    const second = await greeted(server.url, agent, { running: [running], unsent_results: [result] });
    expect((await second.messages('command', 2)).map(({ id }) => id)).toEqual([forgotten, unheard]);
    await second.messages('result_ack');
    expect(await stateOf(finished)).toMatchObject({ state: 'failed', result: 'out of paper' });
    expect(await stateOf(running)).toMatchObject({ state: 'acknowledged' });
    second.send({ type: 'result', id: running, state: 'succeeded', result: '' });
    await second.messages('result_ack', 2);
    await second.close();
  });

  it('is told what nobody wants any more, and says itself what became of it', async () => {
    const agent = await registered();
    const queued = await send(agent);
    expect((await tool.post(`/commands/${queued}/cancel`)).body).toMatchObject({ state: 'cancelled' });
    const socket = await greeted(server.url, agent);
    const sent = await send(agent);
    await socket.messages('command');
    socket.send({ type: 'ack', id: sent });
    await reaches(sent, 'acknowledged');
    expect((await tool.post(`/commands/${sent}/cancel`)).body).toMatchObject({ cancel_requested_at: expect.any(String) });
    expect(await socket.messages('cancel')).toEqual([{ type: 'cancel', id: sent }]);
    expect(await stateOf(sent)).toMatchObject({ state: 'acknowledged' });
    socket.send({ type: 'result', id: sent, state: 'cancelled', result: 'stopped half way' });
    await socket.messages('result_ack');
    expect(await stateOf(sent)).toMatchObject({ state: 'cancelled', result: 'stopped half way' });
    const done = await send(agent);
    socket.send({ type: 'result', id: done, state: 'succeeded', result: '' });
    await reaches(done, 'succeeded');
    expect(await tool.post(`/commands/${done}/cancel`)).toMatchObject({ status: 409, body: { code: 'command_ended' } });
    expect(socket.received.filter((frame) => (frame as { id?: string }).id === queued)).toEqual([]);
    await socket.close();
  });

  it('loses what comes too late or lasts too long', async () => {
    const agent = await registered();
    const late = await send(agent, { ttl_sec: 0.05 });
    await reaches(late, 'expired');
    const socket = await greeted(server.url, agent);
    const long = await send(agent, { timeout_sec: 0.01 });
    await socket.messages('command');
    expect(socket.received.filter((frame) => (frame as { id?: string }).id === late)).toEqual([]);
    socket.send({ type: 'progress', id: long });
    expect(await reaches(long, 'timed_out')).toMatchObject({ result: null });
    socket.send({ type: 'result', id: long, state: 'succeeded', result: 'at last' });
    await socket.messages('result_ack');
    expect(await stateOf(long)).toMatchObject({ state: 'timed_out', result: null });
    await socket.close();
  });

  it('is refused, by the name of the command, what is not its own', async () => {
    const [one, other] = [await registered(), await registered()];
    const id = await send(one);
    const socket = await greeted(server.url, other);
    socket.send({ type: 'result', id, state: 'succeeded', result: 'forged' });
    socket.send({ type: 'ack', id });
    expect(await socket.messages('error', 2)).toEqual([
      { type: 'error', code: 'unknown_command', detail: expect.any(String), id },
      { type: 'error', code: 'unknown_command', detail: expect.any(String), id },
    ]);
    expect(await stateOf(id)).toMatchObject({ state: 'queued' });
    await socket.close();
  });

  it('is answered what is wrong with a frame, and goes on', async () => {
    const agent = await registered();
    const socket = await greeted(server.url, agent);
    for (const frame of ['', 'garbage', '[]', '{"type":"nothing"}', '{"type":"ack"}', '{"type":"ack","id":"\\u0000"}']) socket.send(frame);
    socket.socket.send(Buffer.from([0, 255, 1]));
    const errors = await socket.messages('error', 7);
    expect(errors.map(({ code }) => code)).toEqual([
      ...['malformed_frame', 'malformed_frame', 'malformed_frame', 'unknown_type'],
      ...['invalid_message', 'invalid_message', 'malformed_frame'],
    ]);
    const id = await send(agent);
    expect(await socket.messages('command')).toMatchObject([{ id }]);
    await socket.close();
  });

  it('loses its connection, and only that, by a frame that is too large or half', async () => {
    const [agent, other] = [await registered(), await registered()];
    const bystander = await greeted(server.url, other);
    const large = await greeted(server.url, agent);
    large.send('x'.repeat(17 * 1024 * 1024));
    expect(await large.ended()).toMatchObject({ code: 1009 });
    const half = await greeted(server.url, agent);
    // The first bytes of a masked text frame of 100 bytes, and no more.
    const raw = (half.socket as unknown as { _socket: { write(data: Buffer): void; destroy(): void } })._socket;
    raw.write(Buffer.from([0x81, 0xe4, 1, 2, 3, 4, 5]));
    raw.destroy();
    const broken = await greeted(server.url, agent);
    (broken.socket as unknown as { _socket: { write(data: Buffer): void } })._socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    expect(await broken.ended()).toMatchObject({ code: expect.any(Number) });
    bystander.send({ type: 'ping', ts: 1 });
    expect(await bystander.messages('pong')).toEqual([{ type: 'pong', ts: 1 }]);
    await bystander.close();
  });

  it('is replaced by a newer connection, whose presence the close of the older does not end', async () => {
    const agent = await registered();
    const older = await greeted(server.url, agent);
    const newer = await greeted(server.url, agent);
    expect(await older.ended()).toMatchObject({ code: CLOSE.replaced });
    const id = await send(agent);
    expect(await newer.messages('command')).toMatchObject([{ id }]);
    expect((await tool.get(`/agents/${agent}`)).body).toMatchObject({ connected: true });
    await newer.close();
  });

  it('must begin with hello, of a protocol that is spoken here', async () => {
    const agent = await registered();
    const silent = await Socket.connect(server.url, agent, { own: true });
    silent.send({ type: 'ping', ts: 1 });
    expect(await silent.ended()).toMatchObject({ code: CLOSE.no_hello });
    const strange = await Socket.connect(server.url, agent, { own: true });
    strange.send(hello({ protocol: 9 }));
    expect(await strange.ended()).toMatchObject({ code: CLOSE.protocol });
  });

  it('may say hello without the subprotocol, and is then sent whole what it got bare', async () => {
    const agent = await registered();
    const id = await send(agent);
    const socket = await Socket.connect(server.url, agent);
    expect(await socket.commands()).toMatchObject([{ id, command: 'echo' }]);
    socket.send(hello());
    expect(await socket.messages('command')).toMatchObject([{ id }]);
    await socket.close();
  });

  it('is taken for gone after two silent heartbeats, and answers pings below the messages or among them', async () => {
    const [agent, plain] = [await registered(), await registered()];
    const silent = await greeted(server.url, agent);
    silent.answers = false;
    const alive = await Socket.connect(server.url, plain);
    let pings = 0;
    alive.socket.on('ping', () => (pings += 1));
    const [{ ts }] = await silent.messages('ping');
    expect(ts).toEqual(expect.any(Number));
    expect(await silent.ended()).toMatchObject({ code: 1006 });
    await until(
      () => Promise.resolve(pings),
      (count) => count > 3,
    );
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
    expect((await tool.get(`/agents/${agent}`)).body).toMatchObject({ connected: false });
    expect((await tool.get(`/agents/${plain}`)).body).toMatchObject({ connected: true });
    await alive.close();
  });
});

describe('commands for many agents', () => {
  it('are chosen by label or id, and counted by state', async () => {
    const ids = [await registered(), await registered(), await registered()];
    for (const [i, id] of ids.entries()) await tool.register(id, { labels: { set: 'many', odd: String(i % 2) } });
    const targets = { labels: { set: 'many', odd: '0' } };
    const { status, body } = await tool.post<{ batch_id: string; total: number }>('/commands', { targets, command: 'echo' });
    expect([status, body]).toEqual([202, { batch_id: expect.any(String), total: 2, connected: 0, unknown: [], commands: [] }]);
    const socket = await greeted(server.url, ids[0]);
    const [{ id }] = await socket.messages('command');
    socket.send({ type: 'result', id, state: 'rejected', result: 'no such command' });
    await socket.messages('result_ack');
    expect(await tool.get(`/batches/${body.batch_id}`)).toMatchObject({
      body: { total: 2, done: false, command: 'echo', states: { rejected: 1, queued: 1, succeeded: 0 } },
    });
    const page = await tool.get<{ items: { agent_id: string }[]; next_after: number }>(`/batches/${body.batch_id}/commands?limit=1`);
    const rest = await tool.get<{ items: { agent_id: string }[] }>(`/batches/${body.batch_id}/commands?after=${page.body.next_after}`);
    expect([...page.body.items, ...rest.body.items].map(({ agent_id }) => agent_id).sort()).toEqual([ids[0], ids[2]]);
    const named = await tool.post('/commands', { targets: { ids: [ids[1], 'nobody'] }, command: 'echo' });
    expect(named.body).toMatchObject({ total: 1, unknown: ['nobody'], commands: [{ agent_id: ids[1] }] });
    await socket.close();
  });

  it('are refused where nobody is meant, or more than one way', async () => {
    const order = (targets: object) => tool.post('/commands', { targets, command: 'echo' });
    expect(await order({ labels: { no: 'such' } })).toMatchObject({ status: 404, body: { code: 'no_agents' } });
    expect(await order({ ids: ['nobody'] })).toMatchObject({ status: 404, body: { code: 'unknown_agent' } });
    for (const targets of [{}, { labels: {} }, { all: false }, { all: true, ids: ['a'] }, { everyone: true }]) {
      expect(await order(targets)).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    }
    expect(await tool.get('/batches/nonsense')).toMatchObject({ status: 404, body: { code: 'unknown_batch' } });
    expect(await tool.get('/commands/nonsense')).toMatchObject({ status: 404, body: { code: 'unknown_command' } });
  });

  it('are given once for each key', async () => {
    const agent = await registered();
    const give = (command: string, key: string) =>
      tool.post<{ batch_id: string }>('/commands', { targets: { ids: [agent] }, command }, { 'idempotency-key': key });
    const both = await Promise.all([give('echo', `k-${agent}`), give('echo', `k-${agent}`)]);
    const again = await give('echo', `k-${agent}`);
    expect(new Set([...both, again].map(({ body }) => body.batch_id)).size).toBe(1);
    expect(again.status).toBe(202);
    expect((await tool.get(`/agents/${agent}`)).body).toMatchObject({ queue_length: 1 });
    expect(await give('other', `k-${agent}`)).toMatchObject({ status: 409, body: { code: 'idempotency_key_reused' } });
  });

  it('reach a crowd in the order in which they were given', async () => {
    const ids = Array.from({ length: 200 }, (_, i) => `many-${i}`);
    await Promise.all(ids.map((id) => tool.register(id, { labels: { crowd: 'yes' } })));
    const sockets = await Promise.all(ids.map((id) => Socket.connect(server.url, id)));
    const targets = { labels: { crowd: 'yes' } };
    await Promise.all(Array.from({ length: 5 }, (_, i) => tool.post('/commands', { targets, command: `n${i}`, args: { i } })));
    for (const socket of sockets) await socket.commands(5);
    const order = sockets[0].received.map((frame) => (frame as { command: string }).command);
    for (const socket of sockets) {
      expect(socket.received.map((frame) => (frame as { command: string }).command)).toEqual(order);
      socket.socket.terminate();
    }
  });

  it('go with their agent when it is deleted, and so does its connection', async () => {
    const agent = await registered();
    const socket = await greeted(server.url, agent);
    const id = await send(agent);
    expect(await tool.delete(`/agents/${agent}`)).toMatchObject({ status: 204 });
    expect(await socket.ended()).toMatchObject({ code: CLOSE.revoked });
    expect(await tool.get(`/commands/${id}`)).toMatchObject({ status: 404 });
    expect(await tool.delete(`/agents/${agent}`)).toMatchObject({ status: 404 });
  });
});
