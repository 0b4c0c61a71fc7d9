import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Tool } from '../fleet/tool.js';
import { TestAgent } from '../support/agent.js';
import { until } from '../support/until.js';
import { useServers } from '../support/use-server.js';

describe('an agent that knows several servers', () => {
  const token = 'an-enrolment-token-of-some-length';
  const environment = { SKEIN_ENROLMENT_TOKEN: token };
  const servers = useServers([environment, environment]);
  const [one, other] = servers.map((server) => new Tool(server));
  let directory: string;
  let agent: TestAgent;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'skein-agent-'));
  });

  afterEach(async () => {
    await agent.kill();
    rmSync(directory, { recursive: true, force: true });
  });

  const ran = async (tool: Tool): Promise<void> => {
    const { body } = await tool.post<{ command_id: string }>('/commands/send/mobile', { command: 'echo', args: { text: 'hi' } });
    await until(
      () => tool.get<{ state: string }>(`/commands/${body.command_id}`),
      (answer) => answer.body.state === 'succeeded',
    );
  };

  it('passes by one that nobody answers at, and goes to the next when its server stops or dies', async () => {
    const nobody = 'http://127.0.0.1:1';
    agent = TestAgent.start(nobody, directory, 'mobile', '--server', `${one.url},${other.url}`, '--token', token);
    await agent.says(new RegExp(`The server ${nobody}/ cannot be reached.*; trying ${one.url}/ in`));
    await agent.says(new RegExp(`Connected to ${one.url}/`));
    await ran(one);
    // Stopping, a server says goodbye. The secret that it gave is good at the other.
    await servers[0].stop();
    await agent.says(new RegExp(`Connected to ${other.url}/`));
    await ran(other);
    const { url } = one;
    await servers[0].start();
    await servers[1].kill();
    await until(
      () => Promise.resolve(agent.logged),
      (lines) => lines.some((line) => line.includes(`The server ${url}/ cannot be reached`)),
    );
    expect(agent.alive).toBe(true);
  });

  it('takes them from the environment', async () => {
    const nobody = 'http://127.0.0.1:1';
    await servers[1].start();
    agent = TestAgent.startFrom({ SKEIN_SERVER: `${nobody},${other.url}`, SKEIN_ENROLMENT_TOKEN: token }, directory, 'from-environment');
    await agent.says(new RegExp(`Connected to ${other.url}/`));
  });
});
