import { describe, expect, it } from '@jest/globals';
import { CLOSE } from '@skein/fleet';
import { until } from '../support/until.js';
import { useServer, useServers } from '../support/use-server.js';
import { greeted, Socket } from './sockets.js';
import { Tool } from './tool.js';

interface AgentAnswer {
  connected: boolean;
  queue_length: number;
}

describe.each([
  ['that tell each other what is new', 'true'],
  ['that tell each other nothing', 'false'],
])('two servers %s', (_name, notifications) => {
  const environment = { SKEIN_NOTIFICATIONS: notifications };
  const servers = useServers([environment, environment]);
  const [here, there] = servers.map((server) => new Tool(server));

  const is = (tool: Tool, agent: string, wanted: Partial<AgentAnswer>) =>
    until(
      () => tool.get<AgentAnswer>(`/agents/${agent}`),
      ({ body }) => Object.entries(wanted).every(([name, value]) => body[name as keyof AgentAnswer] === value),
    );

  it('command the agents of each other, in order, and move them', async () => {
    await here.register('a');
    const first = await greeted(here.url, 'a');
    const order: string[] = [];
    for (let i = 0; i < 6; i++) {
      const sent = await [here, there][i % 2].post<{ command_id: string; pushed: boolean }>(`/commands/send/a?command=n${i}`);
      expect(sent.body.pushed).toBe(true);
      order.push(sent.body.command_id);
    }
    expect((await first.messages('command', 6)).map(({ id }) => id)).toEqual(order);
    await there.post(`/commands/${order[0]}/cancel`);
    expect(await first.messages('cancel')).toEqual([{ type: 'cancel', id: order[0] }]);
    for (const id of order) first.send({ type: 'result', id, state: 'succeeded', result: '' });
    await first.messages('result_ack', 6);
    // The same agent at the other server: the connection here ends, and its end is not taken for the end of the new one.
    const second = await greeted(there.url, 'a');
    expect(await first.ended()).toMatchObject({ code: CLOSE.replaced });
    const { body } = await here.post<{ command_id: string }>('/commands/send/a?command=moved');
    expect(await second.messages('command')).toMatchObject([{ id: body.command_id }]);
    await is(here, 'a', { connected: true });
    expect(await there.delete('/agents/a')).toMatchObject({ status: 204 });
    await second.ended();
  });

  it('take over what a killed one had sent, and lose nothing', async () => {
    // The last, because one of them ends.
    await here.register('plain');
    await here.register('own');
    const plain = await Socket.connect(here.url, 'plain');
    const own = await greeted(here.url, 'own');
    await there.post('/commands/send_to_all?command=before');
    const [before] = await plain.commands();
    const [mine] = await own.messages('command');
    own.send({ type: 'ack', id: mine.id });
    await until(
      () => there.get<{ state: string }>(`/commands/${mine.id}`),
      ({ body }) => body.state === 'acknowledged',
    );
    await servers[0].kill();
    await there.post('/commands/send_to_all?command=meanwhile');
    const plainAgain = await Socket.connect(there.url, 'plain');
    expect((await plainAgain.commands(2)).map(({ command }) => command)).toEqual(['before', 'meanwhile']);
    expect((await plainAgain.commands(2))[0]).toEqual(before);
    const ownAgain = await greeted(there.url, 'own', { running: [mine.id] });
    expect(await ownAgain.messages('command')).toMatchObject([{ command: 'meanwhile' }]);
    await ownAgain.close();
    await plainAgain.close();
    await is(there, 'own', { connected: false });
  });
});

describe('a server that stops', () => {
  const server = useServer();
  const tool = new Tool(server);

  it('tells its agents, and the next one knows all that was queued, sent and answered', async () => {
    await tool.register('a');
    await tool.register('b');
    const own = await greeted(server.url, 'a');
    const plain = await Socket.connect(server.url, 'b');
    await tool.post('/commands/send_to_all?command=one');
    const [sent] = await plain.commands();
    await tool.post(`/responses/b/${sent.id}?result=done`);
    expect(await server.stop()).toBe(0);
    expect(await own.messages('drain')).toEqual([{ type: 'drain', reconnect_after_ms: expect.any(Number) }]);
    expect(await own.ended()).toMatchObject({ code: CLOSE.going_away });
    expect(await plain.ended()).toMatchObject({ code: CLOSE.going_away });
    await server.start();
    expect((await tool.get('/status')).body).toEqual({
      total_agents: 2,
      connected_agents: 0,
      queued_commands: 1,
      executed_commands: 1,
      connected_ids: [],
    });
    const again = await greeted(server.url, 'a');
    expect(await again.messages('command')).toMatchObject([{ command: 'one' }]);
    await again.close();
  });
});
