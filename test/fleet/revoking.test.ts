import { describe, expect, it } from '@jest/globals';
import { CLOSE } from '@skein/fleet';
import { useServers } from '../support/use-server.js';
import { greeted, Socket } from './sockets.js';
import { Tool } from './tool.js';

const revoked = { status: 403, body: { code: 'agent_revoked', detail: expect.stringContaining('/allow') as unknown } };

describe.each([
  ['that tell each other what is new', 'true'],
  ['that tell each other nothing', 'false'],
])('an agent without a credential, at two servers %s', (_name, notifications) => {
  const environment = { SKEIN_NOTIFICATIONS: notifications };
  const servers = useServers([environment, environment]);
  const [here, there] = servers.map((server) => new Tool(server));

  const banned = async (id: string): Promise<void> => {
    for (const tool of [here, there]) {
      expect(await tool.register(id)).toMatchObject(revoked);
      await expect(Socket.connect(tool.url, id)).rejects.toThrow(/403|404/);
      await expect(Socket.connect(tool.url, id, { own: true })).rejects.toThrow(/403|404/);
    }
  };

  it('is sent away when it is revoked, and gets no commands until it is allowed', async () => {
    await here.register('a');
    const plain = await Socket.connect(here.url, 'a');
    expect(await there.post('/agents/a/revoke')).toMatchObject({ status: 200, body: { revoked: true, connected: false } });
    expect(await plain.ended()).toMatchObject({ code: CLOSE.revoked });
    await banned('a');
    const { body } = await here.post<{ pushed: boolean; command_id: string }>('/commands/send/a?command=status');
    expect(body.pushed).toBe(false);
    expect(await there.post(`/responses/a/${body.command_id}?result=forged`)).toMatchObject(revoked);
    expect(await there.get(`/commands/${body.command_id}`)).toMatchObject({ body: { state: 'queued', result: null } });
    expect(await there.post('/agents/a/allow')).toMatchObject({ status: 200, body: { id: 'a', known: true } });
    expect(await there.post('/agents/a/allow')).toMatchObject({ status: 200, body: { id: 'a', known: true } });
    expect(await here.get('/agents/a')).toMatchObject({ body: { revoked: false } });
    const back = await Socket.connect(here.url, 'a');
    expect(await back.commands()).toMatchObject([{ id: body.command_id }]);
    await back.close();
  });

  it('stays banned when it is deleted, also if its name is unusual', async () => {
    const id = 'rack 3/host %7 ✓';
    const path = `/agents/${encodeURIComponent(id)}`;
    await here.register(id);
    const own = await greeted(there.url, id);
    expect(await here.post(`${path}/revoke`)).toMatchObject({ status: 200 });
    expect(await own.ended()).toMatchObject({ code: CLOSE.revoked });
    expect(await there.get('/bans')).toMatchObject({ body: { items: [{ id, known: true }], next_cursor: null } });
    expect(await there.delete(path)).toMatchObject({ status: 204 });
    expect(await there.get(path)).toMatchObject({ status: 404 });
    await banned(id);
    expect(await here.get('/bans?limit=1')).toMatchObject({ body: { items: [{ id, known: false }] } });
    expect(await here.post(`${path}/allow`)).toMatchObject({ status: 200, body: { known: false } });
    expect(await there.register(id)).toMatchObject({ status: 200 });
    await (await Socket.connect(there.url, id)).close();
    expect(await here.get('/bans')).toMatchObject({ body: { items: [] } });
  });

  it('that is not revoked may be deleted and come back', async () => {
    await here.register('plain');
    await here.delete('/agents/plain');
    expect(await there.register('plain')).toMatchObject({ status: 200 });
  });

  it('loses a connection that it makes in the instant of its revocation', async () => {
    const quick = async (id: string): Promise<void> => {
      await here.register(id);
      const attempts = [here, there].map((tool) => Socket.connect(tool.url, id).catch(() => null));
      await here.post(`/agents/${id}/revoke`);
      for (const socket of await Promise.all(attempts)) await socket?.ended();
    };
    await Promise.all(Array.from({ length: 10 }, (_, i) => quick(`quick-${i}`)));
  });

  it('lists bans in pages', async () => {
    const ids = ['p1', 'p2', 'p3'];
    for (const id of ids) {
      await here.register(id);
      await here.post(`/agents/${id}/revoke`);
      await here.delete(`/agents/${id}`);
    }
    const listed: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: { body: { items: { id: string }[]; next_cursor: string | null } } = await here.get(
        `/bans?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      expect(body.items.length).toBeLessThanOrEqual(2);
      listed.push(...body.items.map(({ id }) => id));
      cursor = body.next_cursor;
    }
    expect(listed.filter((id) => ids.includes(id))).toEqual(ids);
    expect(await here.get('/bans?cursor=!')).toMatchObject({ status: 422, body: { errors: [{ pointer: '/cursor' }] } });
  });
});
