import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isTransient } from '@skein/persistence';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { Forwarder } from '../support/forwarder.js';
import { openStores, submit } from './stores.js';

/** For what is expected to happen, however slowly. */
const LONG_MS = 100_000;
/** Nobody listens there. */
const NO_PORT = 1;

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => undefined);
  await pool.query('CREATE TABLE counters (id integer PRIMARY KEY, n integer)');
  await pool.query('INSERT INTO counters VALUES (1, 0), (2, 0)');
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => {
      throw new Error('it should have failed');
    },
    (error: unknown) => error,
  );

const connectTo = (port: number, connectionTimeoutMillis: number) =>
  new pg.Client({ host: '127.0.0.1', port, connectionTimeoutMillis }).connect();

async function pair(isolation: string, work: (one: pg.PoolClient, two: pg.PoolClient) => Promise<unknown>): Promise<unknown> {
  const [one, two] = await Promise.all([pool.connect(), pool.connect()]);
  try {
    for (const client of [one, two]) await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
    return await work(one, two);
  } finally {
    for (const client of [one, two]) {
      await client.query('ROLLBACK');
      client.release();
    }
  }
}

describe('a fault is transient', () => {
  it('when transactions cannot be serialized', async () => {
    const error = await pair('REPEATABLE READ', async (one, two) => {
      await two.query('SELECT * FROM counters');
      await one.query('UPDATE counters SET n = n + 1 WHERE id = 1');
      await one.query('COMMIT');
      return failure(two.query('UPDATE counters SET n = n + 1 WHERE id = 1'));
    });
    expect(error).toMatchObject({ code: '40001' });
    expect(isTransient(error)).toBe(true);
  });

  it('when transactions have locked each other out', async () => {
    const error = await pair('READ COMMITTED', async (one, two) => {
      const lock = (client: pg.PoolClient, id: number) => client.query('UPDATE counters SET n = n + 1 WHERE id = $1', [id]);
      await lock(one, 1);
      await lock(two, 2);
      const outcomes = await Promise.allSettled([
        lock(one, 2).finally(() => one.query('ROLLBACK')),
        lock(two, 1).finally(() => two.query('ROLLBACK')),
      ]);
      return outcomes.find((outcome) => outcome.status === 'rejected')?.reason as unknown;
    });
    expect(error).toMatchObject({ code: '40P01' });
    expect(isTransient(error)).toBe(true);
  });

  it('when the server ends the connection, at rest and at work, also as TypeORM tells it', async () => {
    const dataSource = await new DataSource({ type: 'postgres', url: database.url, poolErrorHandler: () => undefined }).initialize();
    const slow = failure(dataSource.query('SELECT pg_sleep(60)'));
    const query = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND datname = current_database()`;
    while ((await pool.query(query)).rows.length === 0);
    const error = await slow;
    expect(error).toMatchObject({ name: 'QueryFailedError' });
    expect(isTransient(error)).toBe(true);
    await dataSource.destroy();

    const client = await pool.connect();
    const gone = once(client, 'error');
    // The end of the connection may be told after the reason for it.
    client.on('error', () => undefined);
    await pool.query('SELECT pg_terminate_backend($1)', [(client as unknown as { processID: number }).processID]);
    expect(isTransient((await gone)[0])).toBe(true);
    expect(isTransient(await failure(client.query('SELECT 1')))).toBe(true);
    client.release(true);
  });

  it('when the server has no connection left', async () => {
    await pool.query('CREATE ROLE crowd LOGIN');
    await pool.query(`ALTER ROLE crowd CONNECTION LIMIT 0`);
    const crowded = Object.assign(new URL(database.url), { username: 'crowd' }).href;
    const error = await failure(new pg.Client({ connectionString: crowded }).connect());
    await pool.query('DROP ROLE crowd');
    expect(error).toMatchObject({ code: '53300' });
    expect(isTransient(error)).toBe(true);
  });

  it('when a statement took too long, or waited too long for a lock', async () => {
    const [holder, waiter] = [await pool.connect(), await pool.connect()];
    await holder.query('BEGIN; LOCK TABLE counters');
    for (const [limit, code] of [
      ['lock_timeout', '55P03'],
      ['statement_timeout', '57014'],
    ]) {
      await waiter.query(`SET ${limit} = 20`);
      const error = await failure(waiter.query('SELECT * FROM counters'));
      await waiter.query(`RESET ${limit}`);
      expect(error).toMatchObject({ code });
      expect(isTransient(error)).toBe(true);
    }
    await holder.query('ROLLBACK');
    holder.release();
    waiter.release();
  });

  it('when nothing listens', async () => {
    const error = await failure(connectTo(NO_PORT, LONG_MS));
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    for (const wrapper of [error, new AggregateError([new Error('no route'), error]), new Error('no answer', { cause: error })]) {
      expect(isTransient(wrapper)).toBe(true);
    }
  });

  it.each<[string, number, (socket: Socket) => unknown]>([
    ['hangs up', LONG_MS, (socket) => socket.end()],
    ['resets the connection', LONG_MS, (socket) => socket.resetAndDestroy()],
    ['is silent', 100, () => undefined],
  ])('when the peer %s', async (_, connectionTimeoutMillis, behave) => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      behave(socket);
    }).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      expect(isTransient(await failure(connectTo(port, connectionTimeoutMillis)))).toBe(true);
      const connecting = new pg.Pool({ host: '127.0.0.1', port, connectionTimeoutMillis }).query('SELECT 1');
      expect(isTransient(await failure(connecting))).toBe(true);
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });

  it('when a statement has no answer, because its connection leads nowhere; the next takes another', async () => {
    const forwarder = await Forwarder.listen();
    forwarder.to(Number(new URL(database.url).port));
    const url = Object.assign(new URL(database.url), { port: String(forwarder.port) }).href;
    const stores = await openStores(url, { unansweredMs: 5_000 });
    try {
      const { simId } = await submit(stores);
      forwarder.swallow();
      // As many as there are connections.
      for (let left = 20; ; left--) {
        const outcome = await stores.simulations.find(simId).catch((error: unknown) => error);
        if (left < 20 && !(outcome instanceof Error)) {
          expect(outcome).toMatchObject({ simId });
          break;
        }
        expect(isTransient(outcome)).toBe(true);
      }
    } finally {
      forwarder.cut();
      await stores.close();
      await forwarder.close();
    }
  });

  it.each([
    '57P01',
    '57P02',
    '57P03',
    '53100',
    '53200',
    '25006',
    '08006',
    '08P01',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
  ])('when its code is %s', (code) => {
    expect(isTransient(Object.assign(new Error('x'), { code }))).toBe(true);
  });
});

describe('a fault stays', () => {
  it.each(['SELEKT', 'SELECT 1/0', 'SELECT * FROM nowhere', `INSERT INTO counters VALUES (1)`, `SELECT $$\u0001$$::uuid`])(
    'of %p',
    async (text) => {
      expect(isTransient(await failure(pool.query(text)))).toBe(false);
    },
  );

  it('when it is no error of the database, or goes in circles', () => {
    const circular = new Error('x');
    circular.cause = circular;
    for (const odd of [circular, null, undefined, 'ECONNREFUSED', 8006, {}, new TypeError('x')]) expect(isTransient(odd)).toBe(false);
  });
});
