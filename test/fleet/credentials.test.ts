import { describe, expect, it } from '@jest/globals';
import { CLOSE } from '@skein/fleet';
import { DataSource } from 'typeorm';
import { TestServer } from '../support/server.js';
import { useServer } from '../support/use-server.js';
import { hello, Socket } from './sockets.js';
import { Tool } from './tool.js';

const ENROLMENT = 'an-enrolment-token-of-a-test';
const API = 'an-api-token-of-a-test';

const server = useServer({ SKEIN_ENROLMENT_TOKEN: ENROLMENT, SKEIN_API_TOKEN: API });
const operator = new Tool(server, API);
const enrolling = new Tool(server, ENROLMENT);

const enrolled = async (id: string): Promise<string> => (await enrolling.register(id)).body.secret!;

describe('a server that enrols its agents', () => {
  it('gives a secret for the enrolment token, and for nothing else', async () => {
    for (const tool of [new Tool(server), operator, new Tool(server, 'a-wrong-token-of-a-test')]) {
      expect(await tool.register('a')).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    }
    expect(await enrolled('a')).toMatch(/^[\w-]{43}$/);
  });

  it('keeps no secret in the database', async () => {
    const secret = await enrolled('kept');
    const source = await new DataSource({ type: 'postgres', url: server.databaseUrl }).initialize();
    const rows = await source.query<unknown[]>('SELECT agents::text AS row FROM agents');
    expect(JSON.stringify(rows)).toContain('kept');
    expect(JSON.stringify(rows)).not.toContain(secret);
    await source.destroy();
  });

  it('gives another as long as the first was not used, and then only takes the secret itself', async () => {
    const lost = await enrolled('b');
    const secret = await enrolled('b');
    await expect(Socket.connect(server.url, 'b', { secret: lost })).rejects.toThrow('401');
    const socket = await Socket.connect(server.url, 'b', { secret });
    expect(await enrolling.register('b')).toMatchObject({ status: 401 });
    expect(await new Tool(server, secret).register('b')).toMatchObject({ status: 200, body: { secret: null } });
    await socket.close();
  });

  it('lets an agent speak for itself only', async () => {
    const [one, other] = [await enrolled('one'), await enrolled('other')];
    for (const secret of [undefined, other, ENROLMENT, API]) {
      await expect(Socket.connect(server.url, 'one', { secret })).rejects.toThrow('401');
    }
    const socket = await Socket.connect(server.url, 'one', { own: true, secret: one });
    socket.send(hello());
    await socket.messages('welcome');
    await operator.post('/commands/send/one?command=echo');
    const [{ id }] = await socket.messages('command');
    for (const token of [undefined, other, API]) {
      expect(await new Tool(server, token).post(`/responses/one/${id}?result=forged`)).toMatchObject({ status: 401 });
    }
    expect(await new Tool(server, one).post(`/responses/one/${id}?result=true`)).toMatchObject({
      status: 200,
      body: { result: 'true' },
    });
    expect(await new Tool(server, one).post('/commands/send/other?command=echo')).toMatchObject({ status: 401 });
    await socket.close();
  });

  it('takes the connection of an agent with its credential, until it is allowed and enrols again', async () => {
    const secret = await enrolled('lost');
    const socket = await Socket.connect(server.url, 'lost', { secret });
    expect(await operator.post('/agents/lost/revoke')).toMatchObject({ status: 200, body: { revoked: true, connected: false } });
    expect(await socket.ended()).toMatchObject({ code: CLOSE.revoked });
    await expect(Socket.connect(server.url, 'lost', { secret })).rejects.toThrow('403');
    await expect(Socket.connect(server.url, 'lost', { secret: 'a-wrong-secret' })).rejects.toThrow('401');
    expect(await enrolling.register('lost')).toMatchObject({ status: 403, body: { code: 'agent_revoked' } });
    expect(await operator.delete('/agents/lost')).toMatchObject({ status: 204 });
    expect(await enrolling.register('lost')).toMatchObject({ status: 403, body: { code: 'agent_revoked' } });
    expect(await operator.post('/agents/lost/allow')).toMatchObject({ status: 200, body: { known: false } });
    expect(await enrolled('lost')).not.toBe(secret);
    await expect(Socket.connect(server.url, 'lost', { secret })).rejects.toThrow('401');
  });

  it('takes a credential that was revoked for invalid also after the agent was allowed', async () => {
    const secret = await enrolled('back');
    await (await Socket.connect(server.url, 'back', { secret })).close();
    await operator.post('/agents/back/revoke');
    expect(await operator.post('/agents/back/allow')).toMatchObject({ status: 200, body: { known: true } });
    await expect(Socket.connect(server.url, 'back', { secret })).rejects.toThrow('401');
    await (await Socket.connect(server.url, 'back', { secret: await enrolled('back') })).close();
  });
});

describe('a server with a token that enrols nobody', () => {
  it('asks agents for its token', async () => {
    const plain = await TestServer.start({ DATABASE_URL: server.databaseUrl, SKEIN_API_TOKEN: API });
    expect(await new Tool(plain).register('c')).toMatchObject({ status: 401 });
    expect(await new Tool(plain, API).register('c')).toMatchObject({ status: 200, body: { secret: null } });
    await expect(Socket.connect(plain.url, 'c')).rejects.toThrow('401');
    await (await Socket.connect(plain.url, 'c', { secret: API })).close();
    await plain.stop();
  });
});
