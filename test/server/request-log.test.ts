import { describe, expect, it } from '@jest/globals';
import { dropDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { useServers } from '../support/use-server.js';
import { brief } from './requests.js';

type Line = Record<string, unknown>;

const UNKNOWN = '00000000-0000-7000-8000-000000000000';

describe('the log of requests', () => {
  const printed = ['', ''];
  const [usual, telling] = useServers(
    [{ LOG_LEVEL: 'info', SKEIN_MAX_BACKLOG: '1' }, { LOG_LEVEL: 'debug' }],
    (text, server) => (printed[server] += text),
  );

  const lines = (): Line[] =>
    printed
      .flatMap((text) => text.split('\n'))
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

  it('has a line for every refusal, with the id that the answer carries, and none for what went well', async () => {
    const well = await fetch(`${usual.url}/simulations`);
    const refused = await fetch(`${usual.url}/status/${UNKNOWN}?token=secret`);
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
    expect(printed.join()).not.toContain('secret');
  });

  it('tells why there is no room, in the line of the request alone', async () => {
    // Nothing fits this placement, so it waits.
    const waits = JSON.stringify({ ...brief, config: { ...brief.config, placement: { agent: 'nobody' } } });
    const post = () => fetch(`${usual.url}/simulate`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: waits });
    expect((await post()).status).toBe(202);
    const refused = await post();
    expect(refused.status).toBe(503);
    expect(await lineOf(refused.headers.get('x-request-id'))).toMatchObject({ level: 40, code: 'backlog_full', cause: expect.any(String) });
    expect(lines().filter(({ context }) => context === 'ProblemFilter')).toEqual([]);
  });

  it('counts what is refused for want of room after the first, and says so once, with the reason', async () => {
    const post = () =>
      fetch(`${usual.url}/simulate`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(brief) });
    const more = [await post(), await post(), await post()];
    expect(more.map(({ status }) => status)).toEqual([503, 503, 503]);
    const ids = more.map(({ headers }) => headers.get('x-request-id'));
    // After them, so that a line of theirs would be there by now.
    await lineOf((await fetch(`${usual.url}/status/${UNKNOWN}`)).headers.get('x-request-id'));
    expect(lines().filter(({ request_id }) => ids.includes(request_id as string))).toEqual([]);
  });

  it('has a line for every request where one looks for bugs', async () => {
    const { sim_id } = await telling.skein().simulate(brief);
    const response = await fetch(`${telling.url}/status/${sim_id}`);
    expect(await lineOf(response.headers.get('x-request-id'))).toMatchObject({ level: 20, sim_id, status: 200 });
  });

  it('tells what went wrong in the server under the id of the request', async () => {
    // The last test: there is none for others any more.
    await dropDatabase(usual.databaseUrl);
    const response = await fetch(`${usual.url}/status/${UNKNOWN}`);
    const request_id = response.headers.get('x-request-id');
    expect(response.status).toBeGreaterThanOrEqual(500);
    expect(await lineOf(request_id)).toMatchObject({ level: 40, status: response.status });
    expect(lines().find((line) => line['context'] === 'ProblemFilter')).toMatchObject({ level: 50, request_id });
    await usual.stop();
    // Three of the test above; as the server ends, or a minute after the first.
    const counted = lines().filter(({ code, count }) => code === 'backlog_full' && count !== undefined);
    expect(counted).toMatchObject([{ level: 40, count: 3, cause: expect.any(String), msg: expect.stringContaining('3 more requests') }]);
  });
});
