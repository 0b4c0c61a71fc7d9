import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Ledger, MOST_SETTLED } from './ledger.js';
import { fromText, toLine } from './lines.js';
import type { JournalRecord } from './records.js';

const ids = fc.constantFrom('a', 'b', 'c', 'd');
const records: fc.Arbitrary<JournalRecord> = fc.oneof(
  fc.record({
    type: fc.constant('accepted' as const),
    id: ids,
    seq: fc.integer({ min: 1, max: 99 }),
    command: fc.string(),
    args: fc.constant({}),
    timeout_sec: fc.constant(null),
  }),
  fc.record({ type: fc.constant('started' as const), id: ids }),
  fc.record({
    type: fc.constant('ended' as const),
    id: ids,
    state: fc.constantFrom('succeeded', 'failed'),
    result: fc.string({ unit: 'binary' }),
  }),
  fc.record({ type: fc.constant('settled' as const), id: ids }),
);

function ledgerOf(list: readonly JournalRecord[]): Ledger {
  const ledger = new Ledger();
  for (const record of list) ledger.apply(record);
  return ledger;
}

describe('the ledger of a journal', () => {
  it('is the same after a compaction', () => {
    fc.assert(
      fc.property(fc.array(records), (list) => {
        const ledger = ledgerOf(list);
        expect(ledgerOf(ledger.records())).toEqual(ledger);
      }),
    );
  });

  it('never lets a command begin again, nor end differently, whatever comes again', () => {
    fc.assert(
      fc.property(fc.array(records), ids, (list, id) => {
        const ledger = new Ledger();
        const seen: string[] = [];
        for (const record of list) {
          ledger.apply(record);
          const phase = ledger.isSettled(id) ? 'settled' : (ledger.get(id)?.phase ?? 'unknown');
          if (seen.at(-1) !== phase) seen.push(phase);
        }
        const order = ['unknown', 'accepted', 'started', 'ended', 'settled'];
        const places = seen.map((phase) => order.indexOf(phase));
        expect(places).toEqual([...places].sort((one, other) => one - other));
      }),
    );
  });

  it('forgets the oldest of what is settled, and nothing else', () => {
    const ledger = new Ledger();
    for (let i = 0; i <= MOST_SETTLED; i += 1) {
      ledger.apply({ type: 'ended', id: `${i}`, state: 'succeeded', result: '' });
      ledger.apply({ type: 'settled', id: `${i}` });
    }
    expect(ledger.isSettled('0')).toBe(false);
    expect(ledger.isSettled('1')).toBe(true);
    expect(ledger.isSettled(`${MOST_SETTLED}`)).toBe(true);
  });
});

describe('the text of a journal', () => {
  it('cut off anywhere gives the records before the cut', () => {
    fc.assert(
      fc.property(fc.array(records, { minLength: 1 }), fc.nat(), (list, drawn) => {
        const lines = list.map(toLine);
        const bytes = Buffer.from(lines.join(''));
        const cut = drawn % (bytes.length + 1);
        let whole = 0;
        for (let end = 0; whole < lines.length && end + Buffer.byteLength(lines[whole]) <= cut; whole += 1)
          end += Buffer.byteLength(lines[whole]);
        expect(fromText(bytes.subarray(0, cut).toString()).records).toEqual(JSON.parse(JSON.stringify(list.slice(0, whole))));
      }),
    );
  });

  it('says how many lines cannot be read', () => {
    const line = toLine({ type: 'settled', id: 'a' });
    expect(fromText(line)).toMatchObject({ unreadable: 0 });
    expect(fromText(`${line}{"type":"sett\0\0\n${line}null\n{"type":"else"}\n{"ty`)).toMatchObject({ records: [{}, {}], unreadable: 4 });
  });
});
