import { beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_TYPES, type LogEntry, type NumberedType, step } from '@skein/simulation';
import { CONFIG_DEFAULTS, type LogLevel } from '@skein/topology';
import { until } from '../support/until.js';
import { admitted, CLAIMED, FINISHED, LOST, makeDue, request, running, submit, useStores } from './stores.js';

const NUMBERED = EVENT_TYPES.filter((type): type is NumberedType => type !== 'progress');

const [stores] = useStores();
let start: number;

beforeEach(async () => {
  start = await stores.events.last();
});

/** All that a reader that began with this test may be told by now. */
async function told(simIds: string[] | null = null, types = NUMBERED) {
  return (await stores.events.events({ after: start, upTo: await stores.events.settled(), limit: 1000, simIds, types })).events;
}

const entry = (number: number, rest: Partial<LogEntry> = {}): LogEntry => ({
  number,
  level: 'warning',
  simulated_sec: number / 2,
  code: 'queue_overflow',
  message: `entry ${number}`,
  details: { dropped: number },
  ...rest,
});

describe('events', () => {
  it('are the steps, edits, entries and results of simulations, under numbers of one row', async () => {
    const claim = await running(stores, 'r1');
    const edit = { seq: 1, edits: [{ operation: 'fail_link' as const, link_id: 'A-B' }] };
    await stores.simulations.change({ simId: claim.simId, version: 2, steps: [], simulatedSec: 1.5, edit, request: request('edit') });
    await stores.claims.recordLog(claim, [entry(1)]);
    const results = '{"simulated_sec":30,"packets":{"sent":2,"dropped":{"loss":1},"in_flight":0},"flows":[],"result_hash":"ab12"}';
    await stores.claims.end({ ...claim, step: FINISHED, ended: { simulatedSec: 30, results } });
    const events = await told([claim.simId]);
    expect(events.map(({ type }) => type)).toEqual(['status', 'status', 'edit', 'log', 'status', 'result']);
    expect(events[2].data).toEqual({ edit: 1, simulated_sec: 1.5, operations: edit.edits });
    expect(events[3].data).toMatchObject({ level: 'warning', simulated_sec: 0.5, code: 'queue_overflow', details: { dropped: 1 } });
    expect(events[4].data).toMatchObject({ from: 'running', to: 'done', reason: 'finished' });
    expect(events[5]).toMatchObject({
      run: 1,
      data: { simulated_sec: 30, result_hash: 'ab12', packets: { sent: 2, dropped: { loss: 1 }, in_flight: 0 } },
    });
    const numbers = events.map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(await told([claim.simId], ['edit'])).toEqual([events[2]]);
  });

  it('never become visible below a number that has been let pass, in whatever order transactions commit', async () => {
    const { simId } = await submit(stores);
    const { simId: other } = await submit(stores);
    const before = await until(
      () => stores.events.settled(),
      (settled) => settled > start,
    );
    const slow = stores.dataSource.createQueryRunner();
    await slow.startTransaction();
    await slow.query(
      `INSERT INTO simulation_transitions (sim_id, run, from_status, to_status, reason) VALUES ($1, 1, 'pending', 'stopped', 'late')`,
      [simId],
    );
    await stores.simulations.change({ simId: other, version: 1, steps: [step('pending', 'stop', 'early')], request: request('stop') });
    for (let i = 0; i < 5; i++) expect(await stores.events.settled()).toBe(before);
    await slow.commitTransaction();
    await slow.release();
    await until(
      () => stores.events.settled(),
      (settled) => settled > before,
    );
    const reasons = (await told()).map(({ data }) => data['reason']);
    expect(reasons).toEqual(['submitted', 'submitted', 'late', 'early']);
  });

  it('are let pass in order while others never stop writing', async () => {
    const reader: number[] = [];
    let after = start;
    let writing = true;
    const write = async (): Promise<void> => {
      for (let i = 0; i < 60; i++) await submit(stores);
    };
    const read = async (): Promise<void> => {
      for (let last = false; ;) {
        const upTo = await stores.events.settled();
        const { events } = await stores.events.events({ after, upTo, limit: 1000, simIds: null, types: NUMBERED });
        reader.push(...events.map(({ number }) => number));
        after = events.at(-1)?.number ?? after;
        if (last && upTo >= (await stores.events.last())) return;
        last = !writing;
      }
    };
    const reading = read();
    await Promise.all([write(), write(), write(), write()]);
    writing = false;
    await reading;
    const all = await told();
    expect(all).toHaveLength(240);
    expect(reader).toEqual(all.map(({ number }) => number));
  });

  it('go with their simulation', async () => {
    const { simId } = await submit(stores);
    expect(await told([simId])).toHaveLength(1);
    await stores.simulations.delete(simId, 1, request('delete'));
    expect(await told([simId])).toEqual([]);
    expect(await stores.events.existing([simId])).toEqual([]);
  });
});

describe('a page of events or of a log', () => {
  it('holds no more than a megabyte, but for one entry that is larger by itself, and the next goes on from there', async () => {
    const { simId } = await running(stores, 'r1');
    const sizes = [10, 400_000, 400_000, 3_000_000, 10, 400_000];
    await stores.dataSource.query(
      `INSERT INTO simulation_logs (sim_id, run, number, level, simulated_sec, code, message, details)
       SELECT $1, 1, i, 'warning', i, 'test', repeat('x', size), '{}' FROM unnest($2::integer[]) WITH ORDINALITY AS line (size, i)`,
      [simId, sizes],
    );
    const upTo = await until(
      () => stores.events.settled(),
      (settled) => settled > start,
    );
    const read = {
      events: async (after: number) => {
        const { events, more } = await stores.events.events({ after, upTo, limit: 4, simIds: [simId], types: ['log'] });
        return { items: events.map(({ number, data }) => ({ number, size: (data['message'] as string).length })), more };
      },
      log: async (after: number) => {
        const { lines, more } = await stores.events.log({ simId, levels: ['warning'], after, limit: 4 });
        return { items: lines.map(({ number, message }) => ({ number, size: message.length })), more };
      },
    };
    for (const page of Object.values(read)) {
      const pages: number[][] = [];
      for (let [after, more] = [0, true]; more;) {
        const found = await page(after);
        pages.push(found.items.map(({ size }) => size));
        after = found.items.at(-1)!.number;
        more = found.more;
      }
      expect(pages).toEqual([[10, 400_000, 400_000], [3_000_000], [10, 400_000]]);
    }
  });
});

describe('what a simulation says', () => {
  const log = async (simId: string, levels: LogLevel[] = ['debug', 'info', 'warning', 'error']) =>
    (await stores.events.log({ simId, levels, after: 0, limit: 1000 })).lines;

  it('is written once, whoever says it again', async () => {
    const claim = await running(stores, 'r1');
    await stores.claims.recordLog(claim, [entry(1), entry(2)]);
    await stores.claims.lose([claim], LOST);
    await makeDue(stores, claim.simId);
    const [next] = await stores.claims.claim('r2', 1, CLAIMED);
    await stores.claims.recordLog(next, [entry(1), entry(2), entry(3)]);
    expect((await log(claim.simId)).map(({ message }) => message)).toEqual(['entry 1', 'entry 2', 'entry 3']);
  });

  it('is not taken of a claim that no longer holds', async () => {
    const claim = await running(stores, 'r1');
    await stores.claims.lose([claim], LOST);
    await stores.claims.recordLog(claim, [entry(1)]);
    await makeDue(stores, claim.simId);
    await stores.claims.claim('r2', 1, CLAIMED);
    await stores.claims.recordLog(claim, [entry(1)]);
    expect(await log(claim.simId)).toEqual([]);
  });

  it.each<[LogLevel, string[]]>([
    ['debug', ['status', 'status', 'queue_overflow', 'status']],
    ['info', ['status', 'status', 'queue_overflow', 'status']],
    ['warning', ['queue_overflow', 'status']],
    ['error', ['queue_overflow', 'status']],
  ])('at %s stands among what is told of it', async (log_level, codes) => {
    const config = { ...admitted().config, ...CONFIG_DEFAULTS, log_level };
    const { simId } = await submit(stores, { config });
    await makeDue(stores, simId);
    const [claim] = await stores.claims.claim('r1', 1, CLAIMED);
    await stores.claims.recordLog(claim, [entry(1)]);
    const error = { code: 'engine_failure', message: 'broken' };
    await stores.claims.end({ simId, epoch: claim.epoch, step: step('running', 'fail', 'broken'), error });
    const lines = await log(simId);
    expect(lines.map(({ code }) => code)).toEqual(codes);
    expect(lines.at(-1)).toMatchObject({ level: 'error', message: 'failed: broken' });
    expect(await log(simId, ['warning'])).toHaveLength(1);
  });

  it('is read on from a number', async () => {
    const claim = await running(stores, 'r1');
    await stores.claims.recordLog(
      claim,
      Array.from({ length: 7 }, (_, i) => entry(i + 1)),
    );
    const all = await log(claim.simId);
    const { lines: page } = await stores.events.log({ simId: claim.simId, levels: ['warning'], after: all[2].number, limit: 3 });
    expect(page).toEqual(all.slice(3, 6));
  });
});
