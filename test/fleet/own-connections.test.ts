import { describe, expect, it } from '@jest/globals';
import { CLOSE } from '@skein/fleet';
import WebSocket from 'ws';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { greeted, hello, Socket } from './sockets.js';
import { Tool } from './tool.js';

/** Short enough to wait for two of them; long enough that nobody is thought silent who was only held up. */
const HEARTBEAT_SEC = 4;

const server = useServer({ SKEIN_HEARTBEAT_SEC: String(HEARTBEAT_SEC) });
const tool = new Tool(server);
let agents = 0;

async function registered(): Promise<string> {
  const id = `connecting-${++agents}`;
  await tool.register(id);
  return id;
}

async function send(agent: string): Promise<string> {
  const { status, body } = await tool.post<{ command_id: string }>(`/commands/send/${agent}`, { command: 'echo' });
  expect(status).toBe(200);
  return body.command_id;
}

describe('the connection of an agent', () => {
  it.concurrent('ends, and no other with it, by a frame that is too large or half', async () => {
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

  it.concurrent('is replaced by a newer connection, whose presence the close of the older does not end', async () => {
    const agent = await registered();
    const older = await greeted(server.url, agent);
    const newer = await greeted(server.url, agent);
    expect(await older.ended()).toMatchObject({ code: CLOSE.replaced });
    const id = await send(agent);
    expect(await newer.messages('command')).toMatchObject([{ id }]);
    expect((await tool.get(`/agents/${agent}`)).body).toMatchObject({ connected: true });
    await newer.close();
  });

  it.concurrent('must begin with hello, of a protocol that is spoken here', async () => {
    const agent = await registered();
    const silent = await Socket.connect(server.url, agent, { own: true });
    silent.send({ type: 'ping', ts: 1 });
    expect(await silent.ended()).toMatchObject({ code: CLOSE.no_hello });
    const strange = await Socket.connect(server.url, agent, { own: true });
    strange.send(hello({ protocol: 9 }));
    expect(await strange.ended()).toMatchObject({ code: CLOSE.protocol });
  });

  it.concurrent('may begin without the subprotocol: hello is then answered with whole what came bare', async () => {
    const agent = await registered();
    const id = await send(agent);
    const socket = await Socket.connect(server.url, agent);
    expect(await socket.commands()).toMatchObject([{ id, command: 'echo' }]);
    socket.send(hello());
    expect(await socket.messages('command')).toMatchObject([{ id }]);
    await socket.close();
  });

  it.concurrent('counts as gone after two silent heartbeats; pings are answered below the messages or among them', async () => {
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
      (count) => count > 2,
    );
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
    expect((await tool.get(`/agents/${agent}`)).body).toMatchObject({ connected: false });
    expect((await tool.get(`/agents/${plain}`)).body).toMatchObject({ connected: true });
    await alive.close();
  });
});
