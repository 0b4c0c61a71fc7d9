import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { step, type ResultsText } from '@skein/simulation';
import { until } from '../support/until.js';
import { FINISHED, request, running, submit, useStores } from './stores.js';

const [stores] = useStores();

const PACKETS = { sent: 2, dropped: { loss: 1 }, in_flight: 0 };

/** Results of some megabytes, in scripts of one to four bytes. */
function large(seed: number): string {
  const flows = Array.from({ length: 20_000 }, (_, i) => ({
    id: `Łódź 😀 ${'x'.repeat(i % 7)}`,
    sent: (i * seed) % 1013,
    delay_ms: Math.sqrt(i + seed),
  }));
  return JSON.stringify({ simulated_sec: 30, packets: PACKETS, flows, result_hash: 'ab12' });
}

async function textOf(results: ResultsText | null): Promise<string> {
  if (results === null || typeof results === 'string') throw new Error('Results in pieces are expected.');
  const pieces: Uint8Array[] = [];
  for await (const piece of results) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** Simulations that end together with these results. */
async function ended(...results: string[]): Promise<string[]> {
  const claims: { simId: string; epoch: number; results: string }[] = [];
  for (const text of results) claims.push({ ...(await running(stores, 'r1')), results: text });
  const ends = claims.map(({ simId, epoch, results: text }) =>
    stores.claims.end({ simId, epoch, step: FINISHED, ended: { simulatedSec: 30, results: text } }),
  );
  expect(await Promise.all(ends)).toEqual(results.map(() => true));
  return claims.map(({ simId }) => simId);
}

async function resultEvent(simId: string) {
  const upTo = await until(
    () => stores.events.settled(),
    (settled) => settled > 0,
  );
  const { events } = await stores.events.events({ after: 0, upTo, limit: 1, simIds: [simId], types: ['result'] });
  return events[0];
}

const query = (text: string, values: unknown[]) => stores.dataSource.query<Record<string, unknown>[]>(text, values);

describe('large results', () => {
  it('are kept packed beside small ones that end with them, and come back in pieces as they were', async () => {
    const [one, other] = [large(1), large(2)];
    const simIds = await ended(one, '{"small":"ü"}', other);
    expect(await textOf(await stores.simulations.results(simIds[0], 1))).toBe(one);
    expect(await stores.simulations.results(simIds[1], 1)).toBe('{"small":"ü"}');
    expect(await textOf(await stores.simulations.results(simIds[2], 1))).toBe(other);
    const [{ packed, results }] = await query('SELECT packed, results FROM simulation_results WHERE sim_id = $1', [simIds[0]]);
    expect(gunzipSync(packed as Buffer).toString()).toBe(one);
    // A server of before, still at work, tells of them what it can.
    expect(JSON.parse(results as string)).toEqual({ simulated_sec: 30, result_hash: 'ab12', packets: PACKETS });
  });

  it('that come with a change are kept alike', async () => {
    const claim = await running(stores, 'r1');
    const results = large(3);
    const steps = [step('running', 'stop', 'stopped')];
    await stores.simulations.change({ simId: claim.simId, version: 2, steps, simulatedSec: 30, results, request: request('stop') });
    expect(await textOf(await stores.simulations.results(claim.simId, 1))).toBe(results);
  });

  it('that a server of before has written are packed when they are first read, and read alike', async () => {
    const { simId } = await submit(stores);
    const results = large(4);
    await query('INSERT INTO simulation_results (sim_id, run, results) VALUES ($1, 1, $2)', [simId, results]);
    const both = await Promise.all([1, 2].map(async () => textOf(await stores.simulations.results(simId, 1))));
    expect(both).toEqual([results, results]);
    expect(await query('SELECT packed IS NULL AS plain FROM simulation_results WHERE sim_id = $1', [simId])).toEqual([{ plain: false }]);
  });

  it('that are deleted while they are read end in an error, not early', async () => {
    const [simId] = await ended(large(5));
    const pieces = (await stores.simulations.results(simId, 1)) as AsyncIterable<Uint8Array>;
    await query('DELETE FROM simulation_results WHERE sim_id = $1', [simId]);
    await expect(textOf(pieces)).rejects.toThrow('deleted');
  });
});

describe('the event of results', () => {
  it('is read without them', async () => {
    const [simId] = await ended(large(6));
    await query(`UPDATE simulation_results SET results = 'nothing', packed = 'nothing' WHERE sim_id = $1`, [simId]);
    expect(await resultEvent(simId)).toMatchObject({ data: { simulated_sec: 30, result_hash: 'ab12', packets: PACKETS } });
  });

  it('that a server of before has written is told from their ends, once', async () => {
    const [simId] = await ended('{"simulated_sec":30,"packets":{"sent":2,"dropped":{"loss":1},"in_flight":0},"result_hash":"ab12"}');
    await query('UPDATE simulation_results SET summary = NULL WHERE sim_id = $1', [simId]);
    const told = { simulated_sec: 30, result_hash: 'ab12', packets: PACKETS };
    expect(await resultEvent(simId)).toMatchObject({ data: told });
    await until(
      () => query('SELECT summary FROM simulation_results WHERE sim_id = $1', [simId]),
      ([{ summary }]) => summary !== null,
    );
    await query(`UPDATE simulation_results SET results = 'nothing' WHERE sim_id = $1`, [simId]);
    expect(await resultEvent(simId)).toMatchObject({ data: told });
  });
});
