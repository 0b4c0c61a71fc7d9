import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { useServer } from '../support/use-server.js';

const run = promisify(execFile);
const server = useServer();

const skein = (...args: string[]) => {
  const env = { PATH: process.env['PATH'], SKEIN_SERVER: server.url };
  return run(process.execPath, ['apps/cli/dist/main.js', 'run', ...args], { env });
};

it('skein run shows the results of a request that ran on a server', async () => {
  const { stdout } = await skein('examples/three-routers.json', '--speed', 'max');
  const { items } = await server.skein().list();
  expect(items).toMatchObject([{ status: 'done' }]);
  const { result_hash } = await server.skein().results(items[0]?.sim_id ?? '');
  expect(stdout).toContain(`result_hash ${result_hash}`);
  expect(stdout).toMatch(/A-C +│ \d+/);
});

it('skein run fails with what the server refuses', async () => {
  const refused = skein('examples/refused/negative-latency.json');
  await expect(refused).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('latency') as unknown });
});
