import { describe, expect, it } from '@jest/globals';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { Socket } from './sockets.js';
import { Tool } from './tool.js';

const server = useServer();
const tool = new Tool(server);

const respond = (agent: string, command: string, result: string) =>
  tool.post(`/responses/${agent}/${command}?result=${encodeURIComponent(result)}`);

describe('agents and tools written for the reference protocol', () => {
  it('are told that there is nobody, while there is nobody', async () => {
    expect(await tool.get('/agents')).toEqual({ status: 200, body: [] });
    expect(await tool.post('/commands/send_to_all?command=x')).toMatchObject({ status: 404, body: { detail: expect.any(String) } });
    expect(await tool.get('/status')).toEqual({
      status: 200,
      body: { total_agents: 0, connected_agents: 0, queued_commands: 0, executed_commands: 0, connected_ids: [] },
    });
  });

  it('register, again too, and are listed', async () => {
    expect(await tool.register('a')).toMatchObject({ status: 200, body: { message: expect.any(String) } });
    expect(await tool.register('a')).toMatchObject({ status: 200, body: { message: expect.any(String) } });
    expect(await tool.get('/agents')).toMatchObject({ status: 200, body: [{ id: 'a', name: 'agent a' }] });
  });

  it('are refused with a detail where an agent is unknown', async () => {
    for (const refused of [
      tool.post('/commands/send/nobody?command=x'),
      tool.get('/responses/nobody'),
      tool.post('/responses/nobody/019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f?result=x'),
      tool.post('/responses/a/nonsense?result=x'),
    ]) {
      expect(await refused).toMatchObject({ status: 404, body: { detail: expect.any(String) } });
    }
    await expect(Socket.connect(server.url, 'nobody')).rejects.toThrow('404');
  });

  it('get a command as an id and a string, answer it, and the answer is read', async () => {
    const socket = await Socket.connect(server.url, 'a');
    const sent = await tool.post('/commands/send/a?command=uptime%20-p');
    expect(sent).toMatchObject({ status: 200, body: { message: expect.any(String), pushed: true } });
    const [command] = await socket.commands();
    expect(command).toEqual({ id: expect.any(String), command: 'uptime -p' });
    expect(await respond('a', command.id, 'up 3 days')).toMatchObject({
      status: 200,
      body: { message: expect.any(String), result: 'up 3 days' },
    });
    expect(await tool.get('/responses/a')).toMatchObject({
      status: 200,
      body: [{ id: command.id, command: 'uptime -p', result: 'up 3 days', pushed: true, executed: true }],
    });
    expect(await tool.get('/status')).toMatchObject({
      body: { total_agents: 1, connected_agents: 1, queued_commands: 0, executed_commands: 1, connected_ids: ['a'] },
    });
    await socket.close();
  });

  it('get status where no command is named', async () => {
    const socket = await Socket.connect(server.url, 'a');
    await tool.post('/commands/send/a');
    const [command] = await socket.commands();
    expect(command.command).toBe('status');
    await respond('a', command.id, 'ok');
    await socket.close();
  });

  it('get what was sent while they were away, and on each connection what they have not answered, oldest first', async () => {
    await tool.register('b');
    for (const command of ['one', 'two', 'three']) {
      expect(await tool.post(`/commands/send/b?command=${command}`)).toMatchObject({ status: 200, body: { pushed: false } });
    }
    expect(await tool.get('/status')).toMatchObject({ body: { queued_commands: 3 } });
    const first = await Socket.connect(server.url, 'b');
    const commands = await first.commands(3);
    expect(commands.map(({ command }) => command)).toEqual(['one', 'two', 'three']);
    await respond('b', commands[1].id, 'done');
    await first.close();
    const second = await Socket.connect(server.url, 'b');
    expect((await second.commands(2)).map(({ id }) => id)).toEqual([commands[0].id, commands[2].id]);
    await tool.post('/commands/send/b?command=four');
    expect((await second.commands(3)).map(({ command }) => command)).toEqual(['one', 'three', 'four']);
    for (const { id } of await second.commands(3)) await respond('b', id, 'done');
    await second.close();
    const third = await Socket.connect(server.url, 'b');
    await tool.post('/commands/send/b?command=five');
    expect((await third.commands()).map(({ command }) => command)).toEqual(['five']);
    await third.close();
  });

  it('are told together, each under an id of his own', async () => {
    await tool.register('c');
    const sockets = await Promise.all(['a', 'b', 'c'].map((id) => Socket.connect(server.url, id)));
    expect(await tool.post('/commands/send_to_all?command=all')).toMatchObject({ status: 200, body: { message: expect.any(String) } });
    const all = await Promise.all(
      sockets.map((socket) =>
        until(
          () => Promise.resolve(socket.received as { id: string; command: string }[]),
          (commands) => commands.some(({ command }) => command === 'all'),
        ),
      ),
    );
    const ids = all.map((commands) => commands.find(({ command }) => command === 'all')?.id);
    expect(new Set(ids).size).toBe(3);
    const some = await tool.post<{ agents: string[] }>('/commands/send_multiple?command=some', ['a', 'nobody', 'c']);
    expect(some).toMatchObject({ status: 200, body: { message: expect.any(String), agents: expect.any(Array) } });
    expect(some.body.agents.sort()).toEqual(['a', 'c']);
    for (const socket of sockets) await socket.close();
  });

  it('repeat an answer without changing anything, and cannot answer for each other', async () => {
    const socket = await Socket.connect(server.url, 'c');
    await tool.post('/commands/send/c?command=once');
    const commands = await until(
      () => Promise.resolve(socket.received as { id: string; command: string }[]),
      (all) => all.some(({ command }) => command === 'once'),
    );
    const { id } = commands.find(({ command }) => command === 'once')!;
    expect(await respond('a', id, 'forged')).toMatchObject({ status: 404, body: { detail: expect.any(String) } });
    expect(await respond('c', id, 'first')).toMatchObject({ status: 200, body: { result: 'first' } });
    expect(await respond('c', id, 'second')).toMatchObject({ status: 200, body: { result: 'first' } });
    expect(await tool.get(`/commands/${id}`)).toMatchObject({ body: { state: 'succeeded', result: 'first' } });
    await socket.close();
  });
});
