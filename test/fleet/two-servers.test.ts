import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLOSE } from '@skein/fleet';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
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
  let database: TestDatabase;
  let servers: TestServer[];
  let here: Tool;
  let there: Tool;

  beforeAll(async () => {
    database = await createDatabase();
    const environment = { DATABASE_URL: database.url, SKEIN_NOTIFICATIONS: notifications };
    servers = await Promise.all([TestServer.start(environment), TestServer.start(environment)]);
    [here, there] = servers.map(({ url }) => new Tool(url));
  });

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.drop();
  });

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
  let database: TestDatabase;

  afterAll(() => database.drop());

  it('tells its agents, and the next one knows all that was queued, sent and answered', async () => {
    database = await createDatabase();
    const first = await TestServer.start({ DATABASE_URL: database.url });
    const before = new Tool(first.url);
    await before.register('a');
    await before.register('b');
    const own = await greeted(first.url, 'a');
    const plain = await Socket.connect(first.url, 'b');
    await before.post('/commands/send_to_all?command=one');
    const [sent] = await plain.commands();
    await before.post(`/responses/b/${sent.id}?result=done`);
    expect(await first.stop()).toBe(0);
    expect(await own.messages('drain')).toEqual([{ type: 'drain', reconnect_after_ms: expect.any(Number) }]);
    expect(await own.ended()).toMatchObject({ code: CLOSE.going_away });
    expect(await plain.ended()).toMatchObject({ code: CLOSE.going_away });
    const second = await TestServer.start({ DATABASE_URL: database.url });
    const after = new Tool(second.url);
    expect((await after.get('/status')).body).toEqual({
      total_agents: 2,
      connected_agents: 0,
      queued_commands: 1,
      executed_commands: 1,
      connected_ids: [],
    });
    const again = await greeted(second.url, 'a');
    expect(await again.messages('command')).toMatchObject([{ command: 'one' }]);
    await again.close();
    await second.stop();
  });
});
