import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { brief } from './requests.js';

type Line = Record<string, unknown>;

const UNKNOWN = '00000000-0000-7000-8000-000000000000';

describe('the log of requests', () => {
  let database: TestDatabase;
  let server: TestServer;
  let printed: string;

  const lines = (): Line[] =>
    printed
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Line);
  const lineOf = async (requestId: string | null): Promise<Line> => {
    const found = await until(
      () => Promise.resolve(lines().filter(({ context, request_id }) => context === 'Http' && request_id === requestId)),
      ({ length }) => length > 0,
    );
    expect(found).toHaveLength(1);
    return found[0];
  };
  const start = async (level: string, settings: Record<string, string> = {}) => {
    server = await TestServer.start({ DATABASE_URL: database.url, LOG_LEVEL: level, ...settings }, (text) => (printed += text));
  };

  beforeEach(async () => {
    database = await createDatabase();
    printed = '';
  });

  afterEach(async () => {
    await server.stop();
    await database.drop();
  });

  it('has a line for every refusal, with the id that the answer carries, and none for what went well', async () => {
    await start('info');
    const well = await fetch(`${server.url}/simulations`);
    const refused = await fetch(`${server.url}/status/${UNKNOWN}?token=secret`);
    const ids = [well, refused].map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(2);
    expect(await lineOf(ids[1])).toMatchObject({
      level: 30,
      sim_id: UNKNOWN,
      method: 'GET',
      route: '/status/:sim_id',
      status: 404,
      code: 'unknown_simulation',
      duration_ms: expect.any(Number),
    });
    // But for what took more than a second.
    expect(lines().filter(({ request_id, duration_ms }) => request_id === ids[0] && !(Number(duration_ms) > 1000))).toEqual([]);
    expect(printed).not.toContain('secret');
  });

  it('has a line for every request where one looks for bugs', async () => {
    await start('debug');
    const { sim_id } = await server.skein().simulate(brief);
    const response = await fetch(`${server.url}/status/${sim_id}`);
    expect(await lineOf(response.headers.get('x-request-id'))).toMatchObject({ level: 20, sim_id, status: 200 });
  });

  it('tells what went wrong in the server under the id of the request', async () => {
    await start('info');
    await database.drop();
    const response = await fetch(`${server.url}/status/${UNKNOWN}`);
    const request_id = response.headers.get('x-request-id');
    expect(response.status).toBeGreaterThanOrEqual(500);
    expect(await lineOf(request_id)).toMatchObject({ level: 40, status: response.status });
    expect(lines().find((line) => line['context'] === 'ProblemFilter')).toMatchObject({ level: 50, request_id });
  });

  it('tells why there is no room, in the line of the request alone', async () => {
    await start('info', { SKEIN_MAX_BACKLOG: '1' });
    // Nothing fits this placement, so it waits.
    const waits = JSON.stringify({ ...brief, config: { ...brief.config, placement: { agent: 'nobody' } } });
    const post = () => fetch(`${server.url}/simulate`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: waits });
    expect((await post()).status).toBe(202);
    const refused = await post();
    expect(refused.status).toBe(503);
    expect(await lineOf(refused.headers.get('x-request-id'))).toMatchObject({ level: 40, code: 'backlog_full', cause: expect.any(String) });
    expect(lines().filter(({ context }) => context === 'ProblemFilter')).toEqual([]);
  });
});
