import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { createDatabase } from '../support/database.js';

const { PATH = '' } = process.env;
const run = promisify(execFile);

it('the migration step ends well where there is nothing to do, whatever the server would need to listen', async () => {
  const database = await createDatabase();
  try {
    const env = { PATH, DATABASE_URL: database.url, HOST: '0.0.0.0' };
    const { stdout } = await run(process.execPath, ['apps/server/dist/migrate.js'], { env });
    expect(stdout).toMatch(/The schema is up to date/);
  } finally {
    await database.drop();
  }
});

it('the migration step fails, saying why', async () => {
  const env = { PATH, DATABASE_URL: 'mysql://elsewhere' };
  const failed = run(process.execPath, ['apps/server/dist/migrate.js'], { env });
  await expect(failed).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/cannot migrate.*DATABASE_URL/s) as unknown });
});

it('a server that still waits for its database ends when it is told to', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const connected = once(silent, 'connection');
  const { port } = silent.address() as { port: number };
  const env = { PATH, DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/none` };
  const server = spawn(process.execPath, ['apps/server/dist/bundle/main.js'], { env, stdio: 'ignore' });
  const exit = once(server, 'exit');
  try {
    const [socket] = (await connected) as [import('node:net').Socket];
    server.kill('SIGTERM');
    expect(await exit).toEqual([143, null]);
    socket.destroy();
  } finally {
    server.kill('SIGKILL');
    silent.close();
  }
});
