import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Tool } from '../fleet/tool.js';
import { TestAgent } from '../support/agent.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { brief } from '../server/requests.js';

const run = promisify(execFile);
const MIB = 1024 * 1024;
const server = useServer();
let directory: string;
let agent: TestAgent | undefined;

/** A folder outside of the repository, with a package in it as its users install it. */
async function installed(workspace: string): Promise<string> {
  const { stdout } = await run('npm', ['pack', '-w', workspace, '--json', '--silent', '--pack-destination', directory]);
  // What the build says comes before.
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as { filename: string }[];
  const folder = path.join(directory, path.basename(filename, '.tgz'));
  await run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--prefer-offline', path.join(directory, filename)]);
  return folder;
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries.filter((entry) => entry.isFile()).map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'skein-packed-'));
});

afterAll(async () => {
  await agent?.kill();
  await rm(directory, { recursive: true, force: true });
});

describe('the packed agent', () => {
  it('is small, brings no other package, and works from where it is installed', async () => {
    const folder = await installed('@skein/agent');
    expect(await readdir(path.join(folder, 'node_modules/@skein'))).toEqual(['agent']);
    expect((await readdir(path.join(folder, 'node_modules'))).filter((name) => !name.startsWith('.'))).toEqual(['@skein']);
    expect(await bytesBelow(folder)).toBeLessThan(4 * MIB);
    const program = path.join(folder, 'node_modules/.bin/skein-agent');
    const { stdout } = await run(program, ['--help'], { cwd: folder });
    expect(stdout).toContain('--server <url,...>');
    const notices = await readFile(path.join(folder, 'node_modules/@skein/agent/dist/bundle/LICENSES.txt'), 'utf8');
    for (const name of ['skein', 'ws', 'commander', 'pino']) expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));

    agent = TestAgent.startProgram(program, {}, path.join(directory, 'data'), 'packed', '--server', server.url);
    const tool = new Tool(server);
    await agent.says(/Connected to/);
    const { body } = await tool.post<{ command_id: string }>('/commands/send/packed', { command: 'echo', args: { text: 'hi' } });
    const done = await until(
      () => tool.get<{ state: string; result: string }>(`/commands/${body.command_id}`),
      (answer) => answer.body.state === 'succeeded',
    );
    expect(done.body.result).toBe('hi');
    // In a worker thread, which has to find its file.
    const skein = server.skein();
    const { sim_id } = await skein.simulate({ ...brief, config: { ...brief.config, placement: { agent: 'packed' } } });
    expect(await skein.waitFor(sim_id)).toMatchObject({ status: 'done' });
    expect(await agent.stop()).toBe(0);
  });
});

describe('the packed SDK', () => {
  it('has what it needs, with its types, and runs a simulation', async () => {
    const folder = await installed('@skein/client');
    const client = path.join(folder, 'node_modules/@skein/client');
    expect((await readdir(client)).sort()).toEqual(['README.md', 'dist', 'package.json']);
    expect(await readFile(path.join(client, 'dist/index.d.ts'), 'utf8')).toContain('./skein.js');
    expect((await readdir(path.join(client, 'dist'), { recursive: true })).filter((name) => /\.map$|tsbuildinfo|spec/.test(name))).toEqual(
      [],
    );
    const program = `
      import { createSkein } from '@skein/client';
      const skein = createSkein({ baseUrl: process.argv[1] });
      const { sim_id } = await skein.simulate(JSON.parse(process.argv[2]));
      console.log((await skein.waitFor(sim_id)).status);`;
    const args = ['--input-type=module', '-e', program, server.url, JSON.stringify(brief)];
    expect((await run(process.execPath, args, { cwd: folder })).stdout).toBe('done\n');
  });
});
