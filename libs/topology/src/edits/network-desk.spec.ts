import { describe, expect, it } from '@jest/globals';
import { FLOW_DEFAULTS, LINK_DEFAULTS, NODE_DEFAULTS, CONFIG_DEFAULTS } from '../model/defaults.js';
import { NetworkDesk, type DeskTask } from './network-desk.js';

const node = (id: string) => ({ id, ...NODE_DEFAULTS, label: null, x: null, y: null, lat: null, lon: null });
const link = (from: string, to: string) => ({
  id: `${from}-${to}`,
  from,
  to,
  ...LINK_DEFAULTS,
  loss_percent: 0,
  gilbert_elliott: null,
  queue_bytes: null,
});
const scenario = JSON.stringify({
  topology: { nodes: ['A', 'B'].map(node), links: [link('A', 'B')] },
  traffic: [{ id: 'A>B', from: 'A', to: 'B', ...FLOW_DEFAULTS, path: null, stop_sec: null }],
  config: { ...CONFIG_DEFAULTS, sample_interval_sec: 1 },
});
const FAIL = { operation: 'fail_link', link_id: 'A-B' } as const;
const entry = (seq: number) => ({ seq, at_sec: seq, edits: JSON.stringify([FAIL]) });

function failed(desk: NetworkDesk, rest: Partial<DeskTask<'document'>>) {
  const found = desk.ask({ key: 'run', base: 0, scenario: null, log: [], kind: 'document', question: null, ...rest });
  return found === 'missing' ? found : (JSON.parse(found.answer) as { failed: { links: string[] } }).failed.links;
}

function apply(desk: NetworkDesk, base: number, seq: number) {
  const question = { edits: [FAIL], atSec: 9, seq };
  return desk.ask({ key: 'run', base, scenario: null, log: [], kind: 'apply', question });
}

describe('a desk of edited networks', () => {
  it('keeps a network at its place in the log, and goes on from there', () => {
    const desk = new NetworkDesk(1e6);
    expect(failed(desk, {})).toBe('missing');
    expect(failed(desk, { scenario })).toEqual([]);
    expect(failed(desk, {})).toEqual([]);
    expect(failed(desk, { log: [entry(1)] })).toEqual(['A-B']);
    expect(failed(desk, { base: 1 })).toEqual(['A-B']);
    expect(failed(desk, { base: 0 })).toBe('missing');
  });

  it('never takes edits that were not committed for the log: what is elsewhere in it is built anew', () => {
    const desk = new NetworkDesk(1e6);
    failed(desk, { scenario });
    expect(apply(desk, 0, 1)).toEqual({ answer: { ok: true, value: { nodes: 2, links: 1 } } });
    expect(failed(desk, { base: 0 })).toBe('missing');
    expect(failed(desk, { scenario })).toEqual([]);
    // Another edit has come between.
    expect(apply(desk, 0, 2)).toEqual({ answer: null });
    expect(failed(desk, { base: 0 })).toEqual([]);
  });

  it('lets go of what was asked about longest ago, and keeps one however large it is', () => {
    const desk = new NetworkDesk(2.5 * scenario.length);
    for (const key of ['a', 'b']) failed(desk, { key, scenario });
    failed(desk, { key: 'a' });
    failed(desk, { key: 'c', scenario });
    expect(['a', 'b', 'c'].map((key) => failed(desk, { key }))).toEqual([[], 'missing', []]);
    const small = new NetworkDesk(1);
    failed(small, { scenario });
    expect(failed(small, {})).toEqual([]);
  });
});
