import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

const ignore = () => undefined;

/** Starts PostgreSQL without flushes to disk, and migrates the one database of which every test file gets a copy. */
export async function startTemplateServer() {
  // What the tests import by source, this process needs compiled.
  const { openDatabase, startEmbedded } = await import('@skein/persistence').catch((cause) => {
    throw new Error('Tests with a database need the compiled libraries: run `npm run build` first.', { cause });
  });
  const dataDir = await mkdtemp(path.join(tmpdir(), 'skein-test-'));
  const server = await startEmbedded({ dataDir, durable: false, disposable: true });
  const admin = new pg.Pool({ connectionString: server.url, max: 1 });
  // The server's farewell may reach a connection that is just being closed.
  admin.on('error', ignore);
  const urlOf = (name) => Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  await admin.query('CREATE DATABASE template_skein');
  const template = await openDatabase({ databaseUrl: urlOf('template_skein'), dataDir }, { log: ignore, warn: ignore, error: ignore });
  await template.close();
  let clones = 0;
  let cluster = null;

  return {
    async clone() {
      const name = `test_${++clones}`;
      await untilUnused(() => admin.query(`CREATE DATABASE ${name} TEMPLATE template_skein`));
      return urlOf(name);
    },
    async drop(name) {
      await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
      return '';
    },
    /** A cluster of its own beside that of this server, made when it is first asked for; it goes when the server goes. */
    async cluster() {
      const beside = path.join(dataDir, 'beside');
      cluster ??= openDatabase({ dataDir: beside, durable: false }, { log: ignore, warn: ignore, error: ignore })
        .then(({ close }) => close())
        .then(() => path.join(beside, 'postgres'));
      return await cluster;
    },
    async stop() {
      await admin.end();
      await server.stop();
    },
  };
}

/** A connection to the template that was closed just now is counted until its backend has gone. */
async function untilUnused(create) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await create();
    } catch (error) {
      if (error.code !== '55006' || attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
