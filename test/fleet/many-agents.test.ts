import { describe, expect, it } from '@jest/globals';
import { CLOSE } from '@skein/fleet';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { greeted, Socket } from './sockets.js';
import { Tool } from './tool.js';

const server = useServer();
const tool = new Tool(server);
let agents = 0;

async function registered(): Promise<string> {
  const id = `own-${++agents}`;
  await tool.register(id);
  return id;
}

describe('commands for many agents', () => {
  it('are chosen by label or id, and counted by state', async () => {
    const ids = [await registered(), await registered(), await registered()];
    for (const [i, id] of ids.entries()) await tool.register(id, { labels: { set: 'many', odd: String(i % 2) } });
    const targets = { labels: { set: 'many', odd: '0' } };
    const { status, body } = await tool.post<{ batch_id: string; total: number }>('/commands', { targets, command: 'echo' });
    expect([status, body]).toEqual([202, { batch_id: expect.any(String), total: 2, connected: 0, unknown: [], full: [], commands: [] }]);
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

  it('are given and followed through the SDK', async () => {
    const agent = await registered();
    const skein = server.skein();
    const { batch_id, commands } = await skein.order({ targets: { ids: [agent] }, command: 'echo', args: { text: 'hi' } });
    const socket = await greeted(server.url, agent);
    const [{ id }] = await socket.messages('command');
    socket.send({ type: 'result', id, state: 'succeeded', result: 'hi' });
    await socket.messages('result_ack');
    expect(commands).toEqual([{ id, agent_id: agent }]);
    expect(await skein.batch(batch_id)).toMatchObject({ done: true, total: 1 });
    expect(await skein.command(id)).toMatchObject({ state: 'succeeded', result: 'hi' });
    expect(await skein.responses(agent)).toMatchObject([{ id, result: 'hi' }]);
    expect(await skein.agentCommands(agent)).toMatchObject([{ name: 'echo' }]);
    // A server that was held up for long counts as gone until it says again that it is there, and its agents with it.
    await until(
      () => skein.fleetStatus(),
      ({ connected_ids }) => connected_ids.includes(agent),
    );
    await skein.deleteAgent(agent);
    await expect(skein.agent(agent)).rejects.toMatchObject({ code: 'unknown_agent' });
  });

  it('go with their agent when it is deleted, and so does its connection', async () => {
    const agent = await registered();
    const socket = await greeted(server.url, agent);
    const { body } = await tool.post<{ command_id: string }>(`/commands/send/${agent}?command=echo`);
    expect(await tool.delete(`/agents/${agent}`)).toMatchObject({ status: 204 });
    expect(await socket.ended()).toMatchObject({ code: CLOSE.revoked });
    expect(await tool.get(`/commands/${body.command_id}`)).toMatchObject({ status: 404 });
    expect(await tool.delete(`/agents/${agent}`)).toMatchObject({ status: 404 });
  });
});
