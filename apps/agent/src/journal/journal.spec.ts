import { afterEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { order } from '../testing/orders.js';
import { scratch } from '../testing/scratch.js';
import { Journal } from './journal.js';

const log = pino({ level: 'silent' });

describe('the journal on the disk', () => {
  const directory = scratch();
  let number = 0;
  const fresh = () => path.join(directory.path, `${(number += 1)}`, 'journal.jsonl');
  const opened: Journal[] = [];
  const open = async (file: string) => {
    mkdirSync(path.dirname(file), { recursive: true });
    const journal = await Journal.open(file, log);
    opened.push(journal);
    return journal;
  };

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((journal) => journal.close()));
    rmSync(directory.path, { recursive: true, force: true });
  });

  it('has on the disk what it has said is written, with nobody closing it', async () => {
    const file = fresh();
    const journal = await open(file);
    const orders = Array.from({ length: 50 }, (_, i) => order('echo', { text: `${i}` }));
    await Promise.all(orders.map((accepted) => journal.write({ type: 'accepted', ...accepted })));
    await journal.write({ type: 'started', id: orders[0].id });
    await journal.write({ type: 'ended', id: orders[1].id, state: 'succeeded', result: 'done' });
    const again = await open(file);
    expect(again.ledger).toEqual(journal.ledger);
    expect(again.ledger.orders('started')).toEqual([orders[0]]);
    expect(again.ledger.results()).toEqual([{ id: orders[1].id, state: 'succeeded', result: 'done' }]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('goes on after a line that a kill tore off', async () => {
    const file = fresh();
    const journal = await open(file);
    const [first, second] = [order('echo'), order('echo')];
    await journal.write({ type: 'accepted', ...first });
    await journal.close();
    appendFileSync(file, '{"type":"accepted","id":"torn');
    const next = await open(file);
    await next.write({ type: 'accepted', ...second });
    expect((await open(file)).ledger.orders('accepted')).toEqual([first, second]);
  });

  it('stays small however much passes through it', async () => {
    const file = fresh();
    const journal = await open(file);
    const result = 'x'.repeat(100_000);
    for (let i = 0; i < 100; i += 1) {
      const accepted = order('echo');
      void journal.write({ type: 'accepted', ...accepted });
      await journal.write({ type: 'ended', id: accepted.id, state: 'succeeded', result });
      await journal.write({ type: 'settled', id: accepted.id });
    }
    expect(statSync(file).size).toBeLessThan(2_000_000);
    expect((await open(file)).ledger).toEqual(journal.ledger);
  });

  it('waits for a disk that refuses, and loses nothing', async () => {
    const file = fresh();
    const journal = await open(file);
    const [first, second] = [order('echo'), order('echo')];
    await journal.write({ type: 'accepted', ...first });
    await journal['handle']!.close();
    await journal.write({ type: 'accepted', ...second });
    expect((await open(file)).ledger.orders('accepted')).toEqual([first, second]);
  });

  it('writes nothing once it is closed, since the file may be another life’s', async () => {
    const file = fresh();
    const journal = await open(file);
    await journal.close();
    const text = readFileSync(file, 'utf8');
    void journal.write({ type: 'accepted', ...order('echo') });
    await open(file);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
