import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { brief, endless } from '../server/requests.js';
import { freePort } from '../support/free-port.js';

const server = useServer();
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'skein-cli-'));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

const file = (name: string, content: unknown): string => {
  const at = path.join(directory, name);
  writeFileSync(at, typeof content === 'string' ? content : JSON.stringify(content));
  return at;
};

function start(...args: string[]): ChildProcess {
  const env = { PATH: process.env['PATH'] };
  return spawn(process.execPath, ['apps/cli/dist/main.js', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

async function end(child: ChildProcess): Promise<Ended> {
  const [, stdout, stderr] = await Promise.all([once(child, 'close'), text(child.stdout!), text(child.stderr!)]);
  return { code: child.exitCode, stdout, stderr };
}

const skein = (...args: string[]): Promise<Ended> => end(start(...args));

describe('the output of skein', () => {
  it.each([
    ['engine', () => ['engine', 'examples/three-routers.json']],
    ['run', () => ['run', file('brief.json', brief), '--server', server.url]],
    ['help', () => ['--help']],
  ])('of %s may be cut off, as by head', async (_name, args) => {
    const child = start(...args());
    child.stdout!.destroy();
    const [, stderr] = await Promise.all([once(child, 'close'), text(child.stderr!)]);
    expect([child.exitCode, stderr]).toEqual([0, '']);
  });
});

describe('the server that skein is given', () => {
  it('may be a host and a port', async () => {
    const { code, stdout } = await skein('run', file('brief.json', brief), '--server', server.url.replace('http://', ''));
    expect(code).toBe(0);
    expect(stdout).toContain(`${server.url} simulates`);
  });

  it.each(['ftp://127.0.0.1:8000', 'http://', 'http://host:99999', '127.0.0.1:8000?x=1', '::'])(
    '%s is refused with what is meant',
    async (url) => {
      const { code, stderr } = await skein('run', 'examples/three-routers.json', '--server', url);
      expect([code, stderr]).toEqual([2, expect.stringContaining('such as http://127.0.0.1:8000')]);
    },
  );

  it('is named where nothing listens there, within two seconds', async () => {
    const port = await freePort();
    const beganMs = performance.now();
    const { code, stderr } = await skein('run', 'examples/three-routers.json', '--server', `127.0.0.1:${port}`);
    expect(performance.now() - beganMs).toBeLessThan(2000);
    expect(code).toBe(3);
    expect(stderr).toMatch(new RegExp(`Cannot reach http://127.0.0.1:${port}: nothing listens there \\(ECONNREFUSED\\).*--server`));
  });

  it('is named where something else listens', async () => {
    const program = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')).listen(
      0,
      '127.0.0.1',
    );
    await once(program, 'listening');
    const { port } = program.address() as AddressInfo;
    const { code, stderr } = await skein('run', 'examples/three-routers.json', '--server', `http://127.0.0.1:${port}`);
    program.close();
    expect([code, stderr]).toEqual([3, expect.stringContaining(`http://127.0.0.1:${port}: what answers is no Skein server`)]);
  });

  it('is waited for where it is slow, and says so', async () => {
    const program = createServer().listen(0, '127.0.0.1');
    await once(program, 'listening');
    const { port } = program.address() as AddressInfo;
    const child = start('run', 'examples/three-routers.json', '--server', `127.0.0.1:${port}`);
    let said = '';
    child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until(
      () => Promise.resolve(said),
      (all) => all.includes(`http://127.0.0.1:${port} does not answer yet`),
    );
    child.kill('SIGINT');
    expect((await end(child)).code).toBe(130);
    program.closeAllConnections();
    program.close();
  });
});

describe('Ctrl-C', () => {
  const running = async (...more: string[]) => {
    const child = start('run', file('endless.json', endless), '--server', server.url, ...more);
    let shown = '';
    child.stdout!.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    await until(
      () => Promise.resolve(shown),
      (all) => all.includes(' as '),
    );
    return { child, simId: / as (\S+)/.exec(shown)![1] };
  };

  it('leaves the simulation running, and says so and how to stop it', async () => {
    const { child, simId } = await running();
    child.kill('SIGINT');
    const { code, stderr } = await end(child);
    expect([code, stderr]).toEqual([130, expect.stringContaining(`Simulation ${simId} goes on at ${server.url}`)]);
    expect((await server.skein().status(simId)).status).toMatch(/pending|running/);
    const command = /Stop it with: node apps\/cli\/dist\/main\.js (.*)/.exec(stderr)![1].split(' ');
    expect(await skein(...command)).toMatchObject({ code: 0, stdout: `Simulation ${simId} is stopped.\n` });
    expect((await server.skein().status(simId)).status).toBe('stopped');
  });

  it('stops it where that was asked for', async () => {
    const { child, simId } = await running('--stop-on-interrupt');
    child.kill('SIGTERM');
    const { code, stderr } = await end(child);
    expect([code, stderr]).toEqual([130, expect.stringContaining(`Simulation ${simId} is stopped.`)]);
    expect((await server.skein().status(simId)).status).toBe('stopped');
  });
});

describe('the exit code', () => {
  it.each([
    ['nothing to do', 2, () => ['simulate']],
    ['an unknown option', 2, () => ['run', 'x', '--fast']],
    ['help that is asked for', 0, () => ['--help']],
    ['a file that is not there', 2, () => ['run', 'nowhere.json', '--server', server.url]],
    ['a file that is not there, for the engine', 2, () => ['engine', 'nowhere.json']],
    ['a file that is no JSON', 2, () => ['run', file('text.json', 'hello'), '--server', server.url]],
    ['a request that is refused', 2, () => ['run', 'examples/refused/negative-latency.json', '--server', server.url]],
    ['a request that is refused by the engine', 2, () => ['engine', 'examples/refused/negative-latency.json']],
    ['a simulation that there is not', 5, () => ['stop', '019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f', '--server', server.url]],
  ])('for %s is %d', async (_name, code, args) => {
    const ended = await skein(...args());
    expect([ended.code, ended.stdout + ended.stderr]).toEqual([code, expect.stringMatching(/./)]);
  });
});
