import { describe, expect, it } from '@jest/globals';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { greeted, Socket } from './sockets.js';
import { Tool } from './tool.js';

const MIB = 1024 * 1024;

const ids = (count: number, name: string): string[] => Array.from({ length: count }, (_, i) => `${name}-${i}`);

async function register(tool: Tool, agents: readonly string[]): Promise<void> {
  for (const id of agents) await tool.register(id);
}

/** Where the header `Link` of an answer leads; null where it has none. */
function next(response: Response): string | null {
  return /<(\?[^>]*)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
}

/** All pages of a plain list, each checked against the bound. */
async function pages<T>(url: string): Promise<T[][]> {
  const lists: T[][] = [];
  for (let at: string | null = url; at !== null;) {
    const response: Response = await fetch(at);
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text.length).toBeLessThan(13 * MIB);
    lists.push(JSON.parse(text) as T[]);
    const link = next(response);
    at = link && new URL(link, at).href;
  }
  return lists;
}

describe('large commands', () => {
  const server = useServer({ SKEIN_MAX_QUEUED_BYTES: String(1024 * MIB) });
  const tool = new Tool(server);

  const residentBytes = async (): Promise<number> => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
  };

  it('are not all taken into memory for agents that do not read', async () => {
    const agents = ids(40, 'slow');
    await register(tool, agents);
    const sockets = await Promise.all(agents.map((id) => Socket.connect(server.url, id)));
    for (const { socket } of sockets) socket.pause();
    const before = await residentBytes();
    const order = { targets: { ids: agents }, command: 'echo', args: { text: 'x'.repeat(12 * MIB) } };
    const { status, body } = await tool.post<{ batch_id: string; total: number }>('/commands', order);
    expect([status, body.total]).toEqual([202, 40]);
    const states = () => tool.get<{ states: { sent: number; queued: number } }>(`/batches/${body.batch_id}`);
    const held = await until(states, (answer) => answer.body.states.sent > 0);
    expect(held.body.states.queued).toBeGreaterThan(20);
    // 480 MiB of text, twice over, if it were sent as fast as it is asked for. Garbage that is not collected yet counts: it was 480 MiB once.
    expect((await residentBytes()) - before).toBeLessThan(700 * MIB);
    // Small commands for others pass meanwhile.
    await tool.register('quick');
    const quick = await Socket.connect(server.url, 'quick');
    await tool.post('/commands/send/quick?command=echo');
    expect(await quick.commands()).toHaveLength(1);
    for (const { socket } of sockets) socket.resume();
    await until(states, (answer) => answer.body.states.queued === 0);
    for (const socket of sockets) expect(await socket.commands()).toMatchObject([{ command: 'echo' }]);
    await Promise.all([quick, ...sockets].map((socket) => socket.close()));
  });

  it('reach an agent in their order, between small ones', async () => {
    await tool.register('mixed');
    const sent: string[] = [];
    for (let i = 0; i < 12; i++) {
      const order = { targets: { ids: ['mixed'] }, command: 'echo', args: { text: 'x'.repeat(i % 3 === 0 ? 3 * MIB : 10) } };
      const { body } = await tool.post<{ commands: { id: string }[] }>('/commands', order);
      sent.push(body.commands[0].id);
    }
    const socket = await greeted(server.url, 'mixed');
    expect((await socket.messages('command', 12)).map(({ id }) => id)).toEqual(sent);
    await socket.close();
  });
});

describe('lists', () => {
  const server = useServer();
  const tool = new Tool(server);

  it('of large results are cut, and go on where they were cut', async () => {
    await tool.register('a');
    const { body } = await tool.post<{ batch_id: string }>('/commands', { targets: { ids: ['a'] }, command: 'echo' });
    const commands = [body.batch_id];
    for (let i = 1; i < 12; i++) {
      const order = await tool.post<{ batch_id: string }>('/commands/send/a', { command: 'echo' });
      commands.push(order.body.batch_id);
    }
    const sent: string[] = [];
    for (const [i, batch] of commands.entries()) {
      const page = await tool.get<{ items: { id: string }[] }>(`/batches/${batch}/commands`);
      const { id } = page.body.items[0];
      sent.push(id);
      await tool.post(`/responses/a/${id}`, { result: (i % 2 === 0 ? '"' : 'x').repeat(i === 5 ? 10 : 2 * MIB) });
    }
    const lists = await pages<{ id: string; result: string }>(`${server.url}/responses/a`);
    expect(lists.length).toBeGreaterThan(1);
    // The newest first, and within a page the oldest first, as in the list of before.
    expect(lists.toReversed().flatMap((list) => list.map(({ id }) => id))).toEqual(sent);
    const fives = await pages<{ id: string }>(`${server.url}/responses/a?limit=5`);
    expect(fives.every(({ length }) => length <= 5)).toBe(true);
    expect(fives.toReversed().flatMap((list) => list.map(({ id }) => id))).toEqual(sent);
    expect(await tool.get('/responses/a?cursor=x')).toMatchObject({ status: 422 });
  });

  it('of commands of one batch are cut by their arguments and results', async () => {
    const agents = ids(5, 'b');
    await register(tool, agents);
    const order = { targets: { ids: agents }, command: 'echo', args: { text: 'x'.repeat(3 * MIB) } };
    const { body } = await tool.post<{ batch_id: string; commands: { id: string }[] }>('/commands', order);
    const listed: string[][] = [];
    for (let after: number | null = 0; after !== null;) {
      const page: { body: { items: { id: string }[]; next_after: number | null } } = await tool.get(
        `/batches/${body.batch_id}/commands?limit=1000&after=${after}`,
      );
      listed.push(page.body.items.map(({ id }) => id));
      after = page.body.next_after;
    }
    expect(listed.map(({ length }) => length)).toEqual([3, 2]);
    expect(listed.flat()).toEqual(body.commands.map(({ id }) => id));
    const two = await tool.get(`/batches/${body.batch_id}/commands?limit=2`);
    expect(two.body).toMatchObject({ next_after: expect.any(Number) as unknown });
  });

  it('of agents are cut by their labels', async () => {
    const labels = Object.fromEntries(ids(100, 'label').map((name) => [name, 'v'.repeat(1000)]));
    const agents = ids(100, 'labelled');
    for (const id of agents) await tool.register(id, { labels });
    const lists = await pages<{ id: string }>(`${server.url}/agents`);
    expect(lists.length).toBeGreaterThan(1);
    expect(lists.flat().filter(({ id }) => id.startsWith('labelled'))).toHaveLength(100);
    const few = await pages<{ id: string }>(`${server.url}/agents?limit=40`);
    expect(few.every(({ length }) => length <= 40)).toBe(true);
    expect(few.flat()).toEqual(lists.flat());
  });
});

describe('a queue', () => {
  const server = useServer({ SKEIN_MAX_QUEUED_COMMANDS: '3', SKEIN_MAX_QUEUED_BYTES: '100000' });
  const tool = new Tool(server);

  it('of one agent takes so many commands and no more, until some are taken', async () => {
    await register(tool, ['away', 'other']);
    for (let i = 0; i < 3; i++) expect(await tool.post('/commands/send/away?command=echo')).toMatchObject({ status: 200 });
    expect(await tool.post('/commands/send/away?command=echo')).toMatchObject({
      status: 409,
      body: { code: 'queue_full', detail: expect.stringMatching(/3 commands wait for away.*SKEIN_MAX_QUEUED_COMMANDS/) as unknown },
    });
    const key = { 'idempotency-key': 'once' };
    const order = { targets: { ids: ['away', 'other', 'nobody'] }, command: 'echo' };
    const answer = { status: 202, body: { total: 1, full: ['away'], unknown: ['nobody'], commands: [{ agent_id: 'other' }] } };
    expect(await tool.post('/commands', order, key)).toMatchObject(answer);
    expect(await tool.post('/commands', order, key)).toMatchObject({ status: 202, body: { total: 1, commands: [{ agent_id: 'other' }] } });
    expect(await tool.post('/commands/send_to_all?command=echo')).toMatchObject({ status: 200, body: { total: 1 } });
    const socket = await Socket.connect(server.url, 'away');
    expect(await socket.commands(3)).toHaveLength(3);
    expect(await tool.post('/commands/send/away?command=echo')).toMatchObject({ status: 200, body: { pushed: true } });
    await socket.close();
  });

  it('of all agents takes so many bytes and no more', async () => {
    await register(tool, ['one', 'two']);
    const send = (id: string, length: number) => tool.post(`/commands/send/${id}`, { command: 'echo', args: { text: 'x'.repeat(length) } });
    expect(await send('one', 60_000)).toMatchObject({ status: 200 });
    expect(await send('two', 60_000)).toMatchObject({
      status: 409,
      body: { code: 'queue_full', detail: expect.stringMatching(/at most 100000.*SKEIN_MAX_QUEUED_BYTES/) as unknown },
    });
    expect(await send('two', 1_000)).toMatchObject({ status: 200 });
    const socket = await Socket.connect(server.url, 'one');
    await socket.commands();
    await until(
      () => send('two', 60_000),
      ({ status }) => status === 200,
    );
    await socket.close();
  });
});
