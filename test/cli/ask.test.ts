import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { createSkein, type SimulationRequestInput } from '@skein/client';
import { brief } from '../server/requests.js';
import { useServer } from '../support/use-server.js';

const TOKEN = 'a-token-of-some-length';
const server = useServer({ SKEIN_API_TOKEN: TOKEN });
const run = promisify(execFile);

async function skein(...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], SKEIN_SERVER: server.url, SKEIN_API_TOKEN: TOKEN };
  return (await run(process.execPath, ['apps/cli/dist/main.js', ...args], { env })).stdout;
}

describe('skein, asked about a server', () => {
  it('prints requests, lists and the system', async () => {
    const client = createSkein({ baseUrl: server.url, token: TOKEN });
    const request: SimulationRequestInput = { ...brief, name: 'first', labels: { team: 'core', user: 'ada' } };
    const { sim_id } = await client.simulate(request);
    await client.simulate({ ...brief, name: 'second', labels: { team: 'core' } });
    await client.waitFor(sim_id, { intervalMs: 20 });
    expect(JSON.parse(await skein('request', sim_id))).toEqual(request);
    expect(await skein('list', '--label', 'team:core', 'user:ada')).toBe(`${sim_id}\tdone\t100 %\tfirst\n`);
    expect((await skein('list', '--name', 's*')).split('\n').map((line) => line.split('\t')[3])).toEqual(['second', undefined]);
    expect(await skein('list', '--status', 'failed')).toBe('');
    expect(JSON.parse(await skein('system'))).toMatchObject({ capacity: { agents: 0 }, versions: { node: process.versions.node } });
    await expect(skein('request', 'nobody')).rejects.toMatchObject({ code: 5 });
    await expect(skein('list', '--status', 'asleep')).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(/\/status/) });
  });
});
