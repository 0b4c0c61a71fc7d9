import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Tool } from '../fleet/tool.js';
import { TestAgent } from '../support/agent.js';
import { Forwarder } from '../support/forwarder.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';

interface Command {
  id: string;
  agent_id: string;
  command: string;
  state: string;
  result: string | null;
}

const FINAL = ['succeeded', 'failed', 'rejected', 'timed_out', 'cancelled', 'expired'];

describe('an agent at a server', () => {
  const token = 'an-enrolment-token-of-some-length';
  const agents: TestAgent[] = [];
  let directory: string;
  /** The address that stays while servers come and go. */
  let front: Forwarder;
  afterAll(() => front.close());

  const server = useServer({ SKEIN_ENROLMENT_TOKEN: token });
  const tool = new Tool(server);

  /** It has another port each time. */
  function started(): void {
    front.to(Number(new URL(server.url).port));
  }

  function start(id: string, ...args: string[]): TestAgent {
    const agent = TestAgent.start(`http://127.0.0.1:${front.port}`, path.join(directory, id), id, '--token', token, ...args);
    agents.push(agent);
    return agent;
  }

  async function order(targets: object, command: string, args: object = {}, more: object = {}): Promise<Command[]> {
    const { status, body } = await tool.post<{ batch_id: string }>('/commands', { targets, command, args, ...more });
    expect(status).toBeLessThan(300);
    const listed = await tool.get<{ items: Command[] }>(`/batches/${body.batch_id}/commands`);
    return listed.body.items;
  }

  const read = async ({ id }: Command) => (await tool.get<Command>(`/commands/${id}`)).body;
  const ended = (command: Command) =>
    until(
      () => read(command),
      ({ state }) => FINAL.includes(state),
    );
  const comesTo = (command: Command, wanted: string) =>
    until(
      () => read(command),
      ({ state }) => state === wanted,
    );
  const connected = (id: string, is = true) =>
    until(
      async () => (await tool.get<{ connected: boolean }>(`/agents/${id}`)).body.connected,
      (answer) => answer === is,
    );

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'skein-agents-'));
    front = await Forwarder.listen();
    started();
  });

  afterEach(async () => {
    await Promise.all(agents.splice(0).map((agent) => agent.kill()));
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('enrols, is listed with what it can do, and obeys', async () => {
    start('obeys', '--labels', 'zone=eu', '--slots', '2');
    await connected('obeys');
    const commands = await tool.get('/agents/obeys/commands');
    expect(JSON.stringify(commands.body)).toMatch(/"diagnostics".*"simulate"/);
    const [echo] = await order({ labels: { zone: 'eu' } }, 'echo', { text: 'hello' });
    expect(await ended(echo)).toMatchObject({ agent_id: 'obeys', state: 'succeeded', result: 'hello' });
    const [unknown] = await order({ ids: ['obeys'] }, 'reboot');
    expect(await ended(unknown)).toMatchObject({ state: 'rejected', result: expect.stringMatching(/There are: ping/) as unknown });
    const [late] = await order({ ids: ['obeys'] }, 'sleep', { seconds: 1000 }, { timeout_sec: 0.2 });
    expect(await ended(late)).toMatchObject({ state: 'timed_out' });
    const [cancelled] = await order({ ids: ['obeys'] }, 'sleep', { seconds: 1000 });
    await comesTo(cancelled, 'running');
    await tool.post(`/commands/${cancelled.id}/cancel`);
    expect(await ended(cancelled)).toMatchObject({ state: 'cancelled' });
    const [large] = await order({ ids: ['obeys'] }, 'echo', { text: 'x'.repeat(90_000), repeat: 100 });
    expect(await ended(large)).toMatchObject({ state: 'failed', result: expect.stringMatching(/9000000 characters/) as unknown });
  });

  it('is killed in the middle, and what ran is failed, what waited is done, each once', async () => {
    const first = start('killed', '--slots', '1');
    await connected('killed');
    const [runs] = await order({ ids: ['killed'] }, 'sleep', { seconds: 1000 });
    const [waits] = await order({ ids: ['killed'] }, 'echo', { text: 'waited' });
    await comesTo(runs, 'running');
    await comesTo(waits, 'acknowledged');
    await first.kill();
    const [later] = await order({ ids: ['killed'] }, 'echo', { text: 'later' });
    start('killed', '--slots', '1');
    expect(await ended(runs)).toMatchObject({ state: 'failed', result: expect.stringMatching(/killed/) as unknown });
    expect(await ended(waits)).toMatchObject({ state: 'succeeded', result: 'waited' });
    expect(await ended(later)).toMatchObject({ state: 'succeeded', result: 'later' });
  });

  it('runs on while its server is replaced, and loses nothing', async () => {
    start('steady', '--slots', '3');
    await connected('steady');
    const [long] = await order({ ids: ['steady'] }, 'sleep', { seconds: 1000 });
    await comesTo(long, 'running');
    // It ends about when there is no server, or else just before or after.
    const [short] = await order({ ids: ['steady'] }, 'sleep', { seconds: 1 });
    front.to(null);
    await server.stop();
    await server.start();
    started();
    expect(await ended(short)).toMatchObject({ state: 'succeeded' });
    expect(await read(long)).toMatchObject({ state: 'running' });
    await tool.post(`/commands/${long.id}/cancel`);
    expect(await ended(long)).toMatchObject({ state: 'cancelled' });
    const [echo] = await order({ ids: ['steady'] }, 'echo', { text: 'still here' });
    expect(await ended(echo)).toMatchObject({ result: 'still here' });
  });

  it('drains, restarts and comes back when it is told to', async () => {
    const agent = start('drains', '--drain-sec', '5');
    await connected('drains');
    const [drain] = await order({ ids: ['drains'] }, 'drain');
    expect(await ended(drain)).toMatchObject({ state: 'succeeded' });
    const [waits] = await order({ ids: ['drains'] }, 'echo', { text: 'after' });
    await comesTo(waits, 'acknowledged');
    const [restart] = await order({ ids: ['drains'] }, 'restart');
    expect(await ended(restart)).toMatchObject({ state: 'succeeded' });
    expect(await ended(waits)).toMatchObject({ result: 'after' });
    expect(await agent.stop()).toBe(0);
    await connected('drains', false);
  });

  it('is one of two with one id: each of them carries a command out once at most, and one of them does', async () => {
    const one = start('twin');
    await connected('twin');
    // With the secret of the first, as a copied machine has it.
    const copy = path.join(directory, 'copy');
    cpSync(path.join(directory, 'twin'), copy, { recursive: true });
    const other = TestAgent.start(`http://127.0.0.1:${front.port}`, copy, 'twin', '--token', token);
    agents.push(other);
    await until(
      () => Promise.resolve([...one.logged, ...other.logged].some((line) => line.includes('Another process has connected as twin'))),
      (told) => told,
    );
    const [echo] = await order({ ids: ['twin'] }, 'echo', { text: 'one of us' });
    expect(await ended(echo)).toMatchObject({ state: 'succeeded', result: 'one of us' });
    // They displace each other, and know nothing of each other: what one acknowledged over a connection that was just replaced, both have.
    const times = [one, other].map(
      ({ logged }) => logged.filter((line) => line.includes(`"id":"${echo.id}"`) && line.includes('Running')).length,
    );
    expect([1, 2]).toContain(times[0] + times[1]);
    expect(Math.max(...times)).toBe(1);
  });

  it('that is revoked is told so, and stays away', async () => {
    const agent = start('revoked');
    await connected('revoked');
    await tool.post('/agents/revoked/revoke');
    await agent.says(/deleted this agent, or revoked its credential/);
    await connected('revoked', false);
  });
});
