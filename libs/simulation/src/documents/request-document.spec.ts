import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS, readRequest, type AdmittedRequest } from '@skein/topology';
import type { SimulationRecord } from '../lifecycle/simulation-record.js';
import { requestDocument } from './request-document.js';

function admitted(request: string): AdmittedRequest {
  const outcome = readRequest(Buffer.from(request), DEFAULT_LIMITS);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
}

const recordOf = (of: AdmittedRequest) => of as unknown as SimulationRecord;

const MINIMAL = { topology: { nodes: ['A', 'B'], links: [{ from: 'A', to: 'B' }] } };
const RICH = {
  name: 'a $& "name"',
  labels: { user: 'ada' },
  priority: 3,
  topology: {
    nodes: [{ id: 'A', lat: 1, lon: 2 }, 'B'],
    links: [{ from: 'A', to: 'B', queue_bytes: 3000, gilbert_elliott: { good_to_bad_percent: 1, bad_to_good_percent: 2 } }],
  },
  traffic: [{ from: 'A', to: 'B', rate_mbps: 1.2, arrivals: 'on_off' }],
  config: { duration_sec: 3, speed: 'max', placement: { labels: { site: "a'b" } }, packet_loss_percent: 2 },
};

async function textOf(pieces: AsyncIterable<string | Uint8Array>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const piece of pieces) parts.push(Buffer.from(piece));
  return Buffer.concat(parts).toString();
}

describe('the request of a simulation', () => {
  it('is the text that was sent', async () => {
    const sent = ' { "topology" : {"nodes":["A"]} } ';
    const request = [Buffer.from(sent.slice(0, 9)), Buffer.from(sent.slice(9))];
    expect(await textOf(requestDocument(recordOf(admitted(sent)), { request, scenario: '' }))).toBe(sent);
  });

  it.each([MINIMAL, { ...MINIMAL, traffic: [] }, RICH])('means the same where it was not kept', async (sent) => {
    const first = admitted(JSON.stringify(sent));
    const again = await textOf(requestDocument(recordOf(first), { request: null, scenario: first.scenario }));
    expect(admitted(again)).toEqual({ ...first, warnings: expect.any(Array) });
  });
});
