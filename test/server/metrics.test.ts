import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { childrenOf } from '../support/children.js';
import { Socket } from '../fleet/sockets.js';
import { Tool } from '../fleet/tool.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { scrape, total } from '../support/exposition.js';
import { Forwarder } from '../support/forwarder.js';
import { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { brief, endless } from './requests.js';

/** That the pool of one process may have. */
const CONNECTIONS = 19;

const status = (name: string) => ({ status: name });

describe('the metrics of a server', () => {
  let database: TestDatabase;
  let forwarder: Forwarder;
  let server: TestServer;

  beforeAll(async () => {
    database = await createDatabase();
    forwarder = await Forwarder.listen();
    const url = new URL(database.url);
    forwarder.to(Number(url.port));
    url.port = String(forwarder.port);
    server = await TestServer.start({ DATABASE_URL: url.href, LOG_LEVEL: 'silent' });
  });

  afterAll(async () => {
    await server.stop();
    await forwarder.close();
    await database.drop();
  });

  it('tell of requests by route, method and status, and how long they took', async () => {
    const unknown = '00000000-0000-7000-8000-000000000000';
    for (let i = 0; i < 3; i++) await fetch(`${server.url}/status/${unknown}`);
    await fetch(`${server.url}/no/such/thing`, { method: 'PUT' });
    const stream = new AbortController();
    const { body } = await fetch(`${server.url}/events`, { signal: stream.signal });
    // This scrape itself, and the stream.
    await until(
      () => scrape(server.url),
      (found) => total(found, 'skein_http_requests_in_flight') === 2,
    );
    stream.abort();
    await body?.cancel().catch(() => undefined);
    const samples = await until(
      () => scrape(server.url),
      (found) => total(found, 'skein_http_requests_in_flight') === 1,
    );
    expect(total(samples, 'skein_http_requests_total', { route: '/status/:sim_id', method: 'GET', status: '404' })).toBe(3);
    expect(total(samples, 'skein_http_requests_total', { route: 'none', method: 'PUT', status: '404' })).toBe(1);
    expect(total(samples, 'skein_http_requests_total', { route: '/events', status: '200' })).toBe(1);
    expect(total(samples, 'skein_http_request_duration_seconds_count', { route: '/status/:sim_id' })).toBe(3);
    expect(total(samples, 'skein_http_request_duration_seconds_count', { route: '/events' })).toBeUndefined();
  });

  it('tell what becomes of simulations', async () => {
    const skein = server.skein();
    const ids = await Promise.all(Array.from({ length: 5 }, async () => (await skein.simulate(brief)).sim_id));
    const { sim_id: running } = await skein.simulate(endless);
    for (const id of ids) await skein.waitFor(id, { intervalMs: 20 });
    const samples = await until(
      () => scrape(server.url),
      (found) => total(found, 'skein_simulations', status('running')) === 1 && total(found, 'skein_simulations', status('done')) === 5,
    );
    expect(total(samples, 'skein_runs_ended_total', status('done'))).toBe(5);
    expect(total(samples, 'skein_runs_ended_total', status('failed'))).toBe(0);
    expect(total(samples, 'skein_attempts_total')).toBe(6);
    expect(total(samples, 'skein_queue_wait_seconds_count')).toBe(6);
    expect(total(samples, 'skein_simulations', status('pending'))).toBe(0);
    expect(total(samples, 'skein_simulations_orphaned')).toBe(0);
    expect(total(samples, 'skein_queue_oldest_seconds')).toBe(0);
    expect(total(samples, 'skein_agents', { state: 'connected' })).toBe(0);
    expect(total(samples, 'skein_commands_open', { state: 'queued' })).toBe(0);
    const results = await skein.results(ids[0]);
    const hops = results.links.reduce((sum, { packets }) => sum + packets, 0);
    const worked = await until(
      () => scrape(server.url),
      (found) => (total(found, 'skein_packet_hops_total') ?? 0) >= 5 * hops,
    );
    expect(hops).toBeGreaterThan(0);
    expect(total(worked, 'skein_progress_batch_simulations_count')).toBeGreaterThan(0);
    await skein.stop(running);
  });

  it('tell how long commands take on their way', async () => {
    const tool = new Tool(server);
    await tool.register('watched');
    const send = async () => (await tool.post<{ command_id: string }>('/commands/send/watched?command=status')).body.command_id;
    const early = await send();
    const socket = await Socket.connect(server.url, 'watched');
    await socket.commands();
    const late = await send();
    await socket.commands(2);
    for (const id of [early, late, late]) expect((await tool.post(`/responses/watched/${id}?result=ok`)).status).toBe(200);
    await socket.close();
    const samples = await scrape(server.url);
    expect(total(samples, 'skein_command_wait_seconds_count')).toBe(2);
    expect(total(samples, 'skein_command_answer_seconds_count')).toBe(2);
  });

  it('are text of the version that Prometheus reads, and no part of the OpenAPI document', async () => {
    const response = await fetch(`${server.url}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(document.paths)).not.toContain('/metrics');
  });

  it('leave out what the database tells while it does not answer', async () => {
    forwarder.to(null);
    forwarder.cut();
    const without = await until(
      () => scrape(server.url),
      (samples) => total(samples, 'skein_simulations') === undefined,
    );
    expect(total(without, 'skein_queue_oldest_seconds')).toBeUndefined();
    expect(total(without, 'skein_runs_ended_total')).toBe(5);
    forwarder.to(Number(new URL(database.url).port));
    await until(
      () => scrape(server.url),
      (samples) => total(samples, 'skein_simulations', status('done')) === 5,
    );
  });
});

describe('the metrics of two processes on one port', () => {
  it('are those of both, whichever is asked, and do not fall when one ends', async () => {
    const database = await createDatabase();
    const server = await TestServer.start({ DATABASE_URL: database.url, SKEIN_PROCESSES: '2', LOG_LEVEL: 'silent' });
    try {
      const ask = () => fetch(`${server.url}/topology/none`, { headers: { connection: 'close' } }).then((response) => response.text());
      for (let i = 0; i < 20; i++) await ask();
      // Whoever does not answer in time counts as he last did, or not at all.
      const shows = (requests: number) =>
        until(
          () => scrape(server.url).catch(() => []),
          (samples) =>
            total(samples, 'skein_http_requests_total', { route: '/topology/:sim_id' }) === requests &&
            total(samples, 'skein_database_connections_max') === 2 * CONNECTIONS,
        );
      for (let i = 0; i < 4; i++) await shows(20);
      const before = await childrenOf(server.pid);
      process.kill(before[0], 'SIGKILL');
      await until(
        () => childrenOf(server.pid),
        (pids) => pids.length === 2 && !pids.includes(before[0]),
      );
      await shows(20);
      await ask();
      await shows(21);
    } finally {
      await server.stop();
      await database.drop();
    }
  });
});
