import { describe, expect, it } from '@jest/globals';
import { useServer } from '../support/use-server.js';
import { greeted, Socket } from './sockets.js';
import { Tool } from './tool.js';

const server = useServer();
const tool = new Tool(server);

describe('the calls that send', () => {
  it.each([
    ['s', '/commands/send/s'],
    ['all', '/commands/send_to_all'],
  ])('of %s (%s) take status for the command where nothing is said, and no body without one', async (agent, path) => {
    await tool.register(agent);
    const socket = await Socket.connect(server.url, agent);
    expect(await tool.post(path)).toMatchObject({ status: 200 });
    for (const body of [{}, { args: { text: 'hi' } }, { command: null }, { ttl_sec: 5 }]) {
      expect([body, await tool.post(path, body)]).toMatchObject([body, { status: 422, body: { errors: [{ pointer: '/command' }] } }]);
    }
    expect(await tool.post(`${path}?command=echo`, { args: { text: 'hi' } })).toMatchObject({ status: 200 });
    expect((await socket.commands(2)).map(({ command }) => command)).toEqual(['status', 'echo']);
    await socket.close();
  });

  it('send_multiple takes a bare list of ids, and members with a command', async () => {
    await tool.register('m');
    expect(await tool.post('/commands/send_multiple', ['m'])).toMatchObject({ status: 200, body: { agents: ['m'] } });
    expect(await tool.post('/commands/send_multiple', { ids: ['m'] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/command' }] },
    });
    expect(await tool.post('/commands/send_multiple', { ids: ['m'], command: 'echo' })).toMatchObject({ status: 200 });
  });
});

describe('a command that was carried out', () => {
  interface Times {
    body: Record<'sent_at' | 'acknowledged_at' | 'started_at' | 'finished_at', string | null>;
  }

  const order = async (id: string): Promise<string> =>
    (await tool.post<{ command_id: string }>(`/commands/send/${id}`, { command: 'echo' })).body.command_id;

  it.each(['succeeded', 'failed', 'timed_out'] as const)('has begun where its agent only says that it %s', async (state) => {
    const agent = `own-${state}`;
    await tool.register(agent);
    const socket = await greeted(server.url, agent);
    for (const said of [[], ['ack'], ['ack', 'progress'], ['progress']] as const) {
      const id = await order(agent);
      for (const type of said) socket.send({ type, id });
      socket.send({ type: 'result', id, state, result: '' });
      await socket.messages('result_ack', 1);
      const { body }: Times = await tool.get(`/commands/${id}`);
      const times = [body.sent_at, body.started_at, body.finished_at];
      expect([said, times]).toEqual([said, [...times].sort()]);
      expect([said, body]).toMatchObject([said, { started_at: expect.any(String), acknowledged_at: expect.any(String) }]);
      socket.received.length = 0;
    }
    await socket.close();
  });

  it('has begun where an agent of the old kind answers', async () => {
    await tool.register('old');
    const id = await order('old');
    // Before it was sent: the agent may know of it otherwise.
    await tool.post(`/responses/old/${id}?result=x`);
    expect(await tool.get(`/commands/${id}`)).toMatchObject({ body: { state: 'succeeded', started_at: expect.any(String) as unknown } });
  });

  it('has not begun where its agent rejects it', async () => {
    await tool.register('picky');
    const socket = await greeted(server.url, 'picky');
    const id = await order('picky');
    socket.send({ type: 'result', id, state: 'rejected', result: 'no such command' });
    await socket.messages('result_ack');
    expect(await tool.get(`/commands/${id}`)).toMatchObject({ body: { state: 'rejected', started_at: null } });
    await socket.close();
  });
});
