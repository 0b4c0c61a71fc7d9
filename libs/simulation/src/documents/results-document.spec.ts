import { describe, expect, it } from '@jest/globals';
import type { ResultsText } from '../ports/simulation-store.js';
import type { SimulationRecord } from '../lifecycle/simulation-record.js';
import { resultsDocument } from './results-document.js';
import { statusDocument } from './status-document.js';

const record: SimulationRecord = {
  simId: '019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f',
  name: null,
  labels: {},
  priority: 0,
  status: 'running',
  version: 2,
  run: 1,
  retryCount: 0,
  epoch: 1,
  runner: 'here/thread-1',
  config: {
    duration_sec: 60,
    packet_loss_percent: 0,
    log_level: 'info',
    seed: 1,
    speed: 1,
    warmup_sec: 0,
    routing: { metric: 'hops', ecmp: 'none' },
    placement: 'any',
    sample_interval_sec: 0.5,
  },
  nodes: 3,
  links: 2,
  warnings: [],
  simulatedSec: 59.9999,
  routed: null,
  error: null,
  createdAt: new Date('2026-01-01T00:00:00Z'),
  startedAt: null,
  finishedAt: null,
  transitions: [],
};

describe('the results document', () => {
  const opening = `{"sim_id":"${record.simId}","run":1,"status":"running"`;

  const textOf = async (results: ResultsText): Promise<string> => {
    const pieces: Buffer[] = [];
    for await (const piece of resultsDocument(record, results)) pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces).toString();
  };

  async function* cut(text: string, ...places: number[]): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.from(text);
    for (const [i, place] of [0, ...places].entries()) yield Promise.resolve(bytes.subarray(place, places[i]));
  }

  it('says whose results they are, and leaves their text as it came', async () => {
    const text = '{"simulated_sec":0.1,"result_hash":null}';
    expect(await textOf(text)).toBe(`${opening},"simulated_sec":0.1,"result_hash":null}`);
    expect(await textOf(cut(text, 1, 7, 20))).toBe(`${opening},"simulated_sec":0.1,"result_hash":null}`);
  });

  it('is JSON whatever object is recorded', async () => {
    for (const text of ['{}', '{ }', '{\n}', '{ "a": [{}] }', '{"ü":"😀"}']) {
      const own = { sim_id: record.simId, run: 1, status: 'running' };
      expect(JSON.parse(await textOf(text))).toEqual({ ...own, ...(JSON.parse(text) as object) });
      expect(JSON.parse(await textOf(cut(text, 2)))).toEqual({ ...own, ...(JSON.parse(text) as object) });
    }
  });

  it('is refused for what is no object', async () => {
    for (const text of ['[]', 'null', '', '"a"']) await expect(textOf(text)).rejects.toThrow(/results/i);
  });
});

describe('the status document', () => {
  it('shows 100 percent only at the very end', () => {
    expect(statusDocument(record).progress.percent).toBe(99.99);
    expect(statusDocument({ ...record, simulatedSec: 60 }).progress.percent).toBe(100);
    expect(statusDocument({ ...record, simulatedSec: 12.5 }).progress.percent).toBe(20.83);
    expect(statusDocument(record).progress).toMatchObject({ phase: 'simulating', routed_percent: null });
    expect(statusDocument({ ...record, routed: 0.5 }).progress).toMatchObject({ phase: 'routing', routed_percent: 50 });
    expect(statusDocument({ ...record, status: 'paused', routed: 0.5 }).progress).toMatchObject({ phase: null, routed_percent: null });
  });
});
