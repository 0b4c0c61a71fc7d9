import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EmbeddedServer, startEmbedded } from '@skein/persistence';
import pg from 'pg';
import { usedDataDir } from '../support/cluster.js';
import { until } from '../support/until.js';

let dataDir: string;
let servers: EmbeddedServer[];
let owners: ChildProcess[];

beforeEach(() => {
  [servers, owners] = [[], []];
});

afterEach(async () => {
  for (const owner of owners) owner.kill('SIGKILL');
  await Promise.all(servers.map((server) => server.stop()));
  await becomes(async () => (await postmaster()) === null);
  await rm(dataDir, { recursive: true, force: true });
});

async function start(durable = true): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir, durable, longestPauseMs: 50 });
  servers.push(server);
  return server;
}

async function startElsewhere(...options: string[]): Promise<{ owner: ChildProcess; url: string }> {
  const program = new URL('./processes/owner.js', `file://${process.cwd()}/test/persistence/`).pathname;
  const owner = spawn(process.execPath, [program, dataDir, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  owners.push(owner);
  const [url] = (await once(owner.stdout, 'data')) as [Buffer];
  return { owner, url: url.toString().trim() };
}

/** The pid of the PostgreSQL that serves the directory; null when none does. */
async function postmaster(): Promise<number | null> {
  const lock = await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(lock, 10);
  return pid > 0 && (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) !== '' ? pid : null;
}

const becomes = (condition: () => Promise<boolean>) => until(condition, (is) => is);

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded server in a new directory', () => {
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'skein-embedded-'));
  });

  it('starts, stops and starts again with its data, on this machine only and in UTF-8', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await Promise.all([first.stop(), first.stop()]);
    expect(await postmaster()).toBeNull();
    const second = await start();
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    const settings = `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'listen_addresses', 'server_encoding', 'unix_socket_directories') ORDER BY name`;
    expect(await query(second.url, settings)).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'server_encoding', setting: 'UTF8' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    expect(await query(second.url, `SELECT upper('straße ä') AS upper`)).toEqual([{ upper: 'STRASSE Ä'.replace('SS', 'ß') }]);
  });

  it('is refused to the second of two that start on a new directory at once', async () => {
    const outcomes = await Promise.allSettled([start(false), start(false), start(false)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(String(outcome.reason)).toContain(`in use by process ${process.pid}`);
  });

  it('recovers from an initdb that was interrupted, and says what PostgreSQL says when it does not start', async () => {
    await mkdir(path.join(dataDir, 'postgres.999999999.1.draft', 'base'), { recursive: true });
    const server = await start(false);
    expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres.log']);
    await server.stop();
    await writeFile(path.join(dataDir, 'postgres', 'postgresql.auto.conf'), 'no_such_setting = 1\n');
    await expect(start(false)).rejects.toThrow('no_such_setting');
    await writeFile(path.join(dataDir, 'postgres', 'postgresql.auto.conf'), '');
  });
});

describe('the embedded server', () => {
  beforeEach(async () => {
    dataDir = await usedDataDir('embedded');
  });

  it('refuses a directory that is served, naming the process that serves it', async () => {
    const { owner } = await startElsewhere();
    await expect(start()).rejects.toThrow(`in use by process ${owner.pid} (`);
  });

  it('shuts down in order when its owner is killed, and the next start finds what was committed', async () => {
    const { owner, url } = await startElsewhere();
    await query(url, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n');
    owner.kill('SIGKILL');
    // At once: the server of the owner that is gone may still be stopping.
    const next = await start();
    expect(await query(next.url, 'SELECT count(*)::integer AS n FROM kept')).toEqual([{ n: 1000 }]);
    expect(await readFile(path.join(dataDir, 'postgres.log'), 'utf8')).not.toContain('was not properly shut down');
  });

  it('removes a disposable directory when its owner is killed', async () => {
    const { owner } = await startElsewhere('disposable');
    owner.kill('SIGKILL');
    await becomes(() =>
      access(dataDir).then(
        () => false,
        () => true,
      ),
    );
  });

  it('comes back on its port when it is killed', async () => {
    const { url } = await start();
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS n');
    const killed = (await postmaster())!;
    process.kill(killed, 'SIGKILL');
    await becomes(async () => ![null, killed].includes(await postmaster()));
    await becomes(() =>
      query(url, 'SELECT 1').then(
        () => true,
        () => false,
      ),
    );
    expect(await query(url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('says why it does not start again, goes on trying, and is back when it can', async () => {
    const server = await start(false);
    expect(server.trouble).toBeNull();
    const settings = path.join(dataDir, 'postgres', 'postgresql.auto.conf');
    await writeFile(settings, 'no_such_setting = 1\n');
    process.kill((await postmaster())!, 'SIGKILL');
    // More often than it once was tried before it was given up.
    const trouble =
      /^The embedded PostgreSQL does not start: .*SKEIN_DATA_DIR.*contains errors; tried (8|9|\d\d) times, next try (now|in \d+ s)\.$/;
    await becomes(() => Promise.resolve(trouble.test(String(server.trouble))));
    await writeFile(settings, '');
    await becomes(() => Promise.resolve(server.trouble === null));
    await query(server.url, 'SELECT 1');
  });

  it('stops at once while it waits for its next try', async () => {
    const server = await start(false);
    await writeFile(path.join(dataDir, 'postgres', 'postgresql.auto.conf'), 'no_such_setting = 1\n');
    process.kill((await postmaster())!, 'SIGKILL');
    await becomes(() => Promise.resolve(server.trouble !== null));
    await server.stop();
    expect(await postmaster()).toBeNull();
  });

  it('is not held up by a lock file whose number belongs to another program', async () => {
    const server = await start(false);
    const lock = path.join(dataDir, 'postgres', 'postmaster.pid');
    const left = (await readFile(lock, 'utf8')).replace(/^\d+/, String(process.pid));
    await server.stop();
    await writeFile(lock, left);
    await query((await start(false)).url, 'SELECT 1');
  });

  it('leaves the port of someone else alone', async () => {
    const server = await start(false);
    const port = Number(new URL(server.url).port);
    await server.stop();
    const other = createServer().listen(port, '127.0.0.1');
    // Where somebody else has it already, that will do.
    await once(other, 'listening').catch(() => undefined);
    expect(new URL((await start(false)).url).port).not.toBe(String(port));
    other.close();
  });
});
