import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { until } from './until.js';
import { freePort } from './free-port.js';

const PROGRAM = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'].find(
  (file) => !spawnSync(file, ['--version']).error,
);

/** Whether PgBouncer is installed; prints why tests are left out where it is not. */
export function hasPgBouncer(): boolean {
  if (PROGRAM === undefined) process.stderr.write('PgBouncer is not installed: the tests behind it are left out.\n');
  return PROGRAM !== undefined;
}

export interface PgBouncer {
  /** Of the same database, through the pooler. */
  url: string;
  stop: () => Promise<void>;
}

/** PgBouncer in front of a database with its default settings, which pool by session. */
export async function startPgBouncer(databaseUrl: string): Promise<PgBouncer> {
  const { hostname, port: serverPort, username, pathname } = new URL(databaseUrl);
  const directory = await mkdtemp(path.join(tmpdir(), 'skein-pgbouncer-'));
  await chmod(directory, 0o755);
  const port = await freePort();
  await writeFile(path.join(directory, 'users.txt'), `"${username}" ""\n`);
  const settings = [
    '[databases]',
    `* = host=${hostname} port=${serverPort}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = trust',
    `auth_file = ${path.join(directory, 'users.txt')}`,
  ];
  const file = path.join(directory, 'pgbouncer.ini');
  await writeFile(file, settings.join('\n') + '\n');
  // It does not run as root.
  const identity = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const child = spawn(PROGRAM!, ['-q', file], { stdio: 'ignore', ...identity });
  const url = `postgresql://${username}@127.0.0.1:${port}${pathname}`;
  await until(
    () => answers(url),
    (yes) => yes,
  );
  const stop = async (): Promise<void> => {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    await rm(directory, { recursive: true });
  };
  return { url, stop };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
