import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Skein } from '@skein/client';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { endless } from './requests.js';

const MOST = 3;

const server = useServer({ SKEIN_SLOTS: '1', SKEIN_MAX_BACKLOG: String(MOST) });
let skein: Skein;

beforeAll(() => {
  skein = server.skein({ retries: 30, baseMs: 50 });
});

const post = (key: string) =>
  fetch(`${server.url}/simulate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(endless),
  });

describe('a server on which as many simulations are pending as may be', () => {
  it('refuses more, saying when to come back, until there is room; but knows what it has accepted', async () => {
    const { sim_id: running } = await skein.simulate(endless);
    await until(
      () => skein.status(running),
      ({ status }) => status === 'running',
    );
    const keys = Array.from({ length: MOST }, () => randomUUID());
    const ids: string[] = [];
    for (const key of keys) {
      const accepted = await post(key);
      expect(accepted.status).toBe(202);
      ids.push(((await accepted.json()) as { sim_id: string }).sim_id);
    }

    const refusal = await post(randomUUID());
    expect(refusal.status).toBe(503);
    expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refusal.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await refusal.json()).toMatchObject({ status: 503, code: 'backlog_full', type: 'urn:skein:problem:backlog_full' });

    const repeated = await post(keys[0]);
    expect(repeated.status).toBe(202);
    expect(await repeated.json()).toMatchObject({ sim_id: ids[0] });

    await skein.stop(ids[0]);
    // The SDK comes back by itself.
    await skein.simulate(endless);
    expect((await skein.list({ status: 'pending' })).items).toHaveLength(MOST);
  });
});
