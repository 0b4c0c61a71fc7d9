import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { usedDataDir } from './cluster.js';
import { createDatabase, type TestDatabase } from './database.js';
import { postmaster } from './postmaster.js';
import { type Environment, TestServer } from './server.js';
import { until } from './until.js';

/**
 * A server with a database of its own for the tests of the file, or of the `describe`, that asks: it serves before the first of
 * them, and is stopped after the last, if it still runs.
 *
 * @param environment what it finds set besides `DATABASE_URL`
 * @param print gets what the server prints
 */
export function useServer(environment: Environment = {}, print?: (text: string) => void): TestServer {
  return useServers([environment], print)[0];
}

/**
 * As many servers as there are environments, with one database for all of them; they start at once.
 *
 * @param print gets what each prints, and which it is
 */
export function useServers(environments: readonly Environment[], print?: (text: string, server: number) => void): TestServer[] {
  let database: TestDatabase;
  const servers = environments.map(
    (environment, i) => new TestServer(() => ({ DATABASE_URL: database.url, ...environment }), print && ((text) => print(text, i))),
  );
  beforeAll(async () => {
    database = await createDatabase();
    await Promise.all(servers.map((server) => server.start()));
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.drop();
  });
  return servers;
}

/**
 * A server with the embedded database, in a directory of its own, for each of the tests; a test may kill it and start it again.
 *
 * @param name of the directory
 * @param environment what it finds set besides `SKEIN_DATA_DIR`
 */
export function useEmbeddedServer(name: string, environment: Environment = {}): TestServer {
  let dataDir: string;
  const server = new TestServer(() => ({ SKEIN_DATA_DIR: dataDir, ...environment }));
  beforeEach(async () => {
    dataDir = await usedDataDir(name);
    await server.start();
  });
  afterEach(async () => {
    await server.stop();
    // That of a server which was killed ends a little later.
    await until(
      () => postmaster(dataDir),
      (pid) => pid === null,
    );
    await rm(dataDir, { recursive: true, force: true });
  });
  return server;
}
