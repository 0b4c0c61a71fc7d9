import { describe, expect, it } from '@jest/globals';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { greeted, hello, Socket } from './sockets.js';
import { Tool } from './tool.js';

/** Short enough to wait for two of them; long enough that nobody is thought silent who was only held up. */
const HEARTBEAT_SEC = 3;

const server = useServer({ SKEIN_HEARTBEAT_SEC: String(HEARTBEAT_SEC) });
const tool = new Tool(server);
let agents = 0;

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
  it.concurrent('is sent nothing before it, and whole commands after it, which go through every state', async () => {
    const agent = await registered();
    const waiting = await send(agent, { args: { text: 'hi' }, timeout_sec: 30 });
    const socket = await Socket.connect(server.url, agent, { own: true });
    expect(socket.socket.protocol).toBe('skein.agent.v1');
    socket.send(hello());
    const [command] = await socket.messages('command');
    expect(socket.received[0]).toMatchObject({ type: 'welcome', protocol: 1, epoch: 1, heartbeat_sec: HEARTBEAT_SEC });
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

  it.concurrent('is described by what it said', async () => {
    const agent = await registered();
    const socket = await greeted(server.url, agent, { labels: { rack: '9' }, simulations: [{ sim_id: 's', epoch: 2 }] });
    // What it says that it runs is not on record as its own.
    expect(await tool.get(`/agents/${agent}`)).toMatchObject({
      status: 200,
      body: {
        id: agent,
        connected: true,
        version: '1.2.3',
        labels: { rack: '9' },
        slots: 2,
        queue_length: 0,
        simulations: [],
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

  it.concurrent('comes back with what it runs and what it has finished: only what it does not know is sent again', async () => {
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

  it.concurrent('is told what nobody wants any more, and says itself what became of it', async () => {
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

  it.concurrent('loses what comes too late or lasts too long', async () => {
    const agent = await registered();
    const late = await send(agent, { ttl_sec: 0.05 });
    await reaches(late, 'expired');
    const socket = await greeted(server.url, agent);
    const long = await send(agent, { timeout_sec: 0.01 });
    await socket.messages('command');
    expect(socket.received.filter((frame) => (frame as { id?: string }).id === late)).toEqual([]);
    socket.send({ type: 'progress', id: long });
    expect(await reaches(long, 'timed_out')).toMatchObject({ result: null });
    // What was never sent, nobody can have done.
    socket.send({ type: 'result', id: late, state: 'succeeded', result: 'forged' });
    await socket.messages('result_ack');
    expect(await stateOf(late)).toMatchObject({ state: 'expired', result: null });
    await socket.close();
  });

  it.concurrent('has the first word on what the server has concluded while it was away', async () => {
    const agent = await registered();
    const first = await greeted(server.url, agent);
    const batchId = async (id: string) => (await tool.get<{ batch_id: string }>(`/commands/${id}`)).body.batch_id;
    const states = async (id: string) => (await tool.get(`/batches/${await batchId(id)}`)).body;
    const [expired, cancelled, unwanted] = [await send(agent, { ttl_sec: 0.05 }), await send(agent), await send(agent)];
    await first.messages('command', 3);
    first.socket.terminate();
    await reaches(expired, 'expired');
    for (const id of [cancelled, unwanted]) {
      await reaches(id, 'queued');
      expect((await tool.post(`/commands/${id}/cancel`)).body).toMatchObject({ state: 'cancelled', result: null });
    }
    expect(await states(expired)).toMatchObject({ done: true, states: { expired: 1, succeeded: 0 } });
    const done = { state: 'succeeded', result: 'done' } as const;
    const second = await greeted(server.url, agent, { running: [unwanted], unsent_results: [{ id: expired, ...done }] });
    expect(await stateOf(expired)).toMatchObject(done);
    expect(await states(expired)).toMatchObject({ done: true, states: { expired: 0, succeeded: 1 } });
    // Late, but it is what was done.
    second.send({ type: 'result', id: cancelled, ...done });
    await reaches(cancelled, 'succeeded');
    // What it has not ended it is told to end.
    expect(await second.messages('cancel')).toEqual([{ type: 'cancel', id: unwanted }]);
    expect(await stateOf(unwanted)).toMatchObject({ state: 'cancelled', result: null });
    second.send({ type: 'result', id: unwanted, state: 'cancelled', result: 'stopped half way' });
    await second.messages('result_ack', 3);
    expect(await stateOf(unwanted)).toMatchObject({ state: 'cancelled', result: 'stopped half way' });
    for (const id of [expired, cancelled]) second.send({ type: 'result', id, state: 'failed', result: 'another word' });
    await second.messages('result_ack', 5);
    for (const id of [expired, cancelled]) expect(await stateOf(id)).toMatchObject(done);
    await second.close();
  });

  it.concurrent('is refused, by the name of the command, what is not its own', async () => {
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

  it.concurrent('is answered what is wrong with a frame, and goes on', async () => {
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
});
