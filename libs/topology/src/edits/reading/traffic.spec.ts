import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Edit } from '../../model/edit.js';
import type { Flow } from '../../model/traffic.js';
import { EditedNetwork } from '../edited-network.js';
import { flow, running } from '../testing/running.js';
import { readEdits } from './read-edits.js';

const CONTEXT = { packetLossPercent: 0, atSec: 5 };

function set(traffic: unknown, network = running()): Edit[] {
  const outcome = readEdits({ operation: 'set_traffic', traffic }, network, CONTEXT);
  expect(outcome).toMatchObject({ ok: true });
  return outcome.ok ? outcome.value : [];
}

const VIDEO = { id: 'video', from: 'Oslo', to: 'Cork', path: ['Oslo', 'Bonn', 'Cork'], start_sec: 2 };
const VOICE = { id: 'voice', from: 'Bonn', to: 'Oslo' };

describe('new traffic', () => {
  it('leaves alone what is the same', () => {
    expect(set([VOICE, VIDEO])).toEqual([]);
  });

  it('changes what goes where it went, stops what is not named and adds what is new', () => {
    expect(
      set([
        { ...VIDEO, rate_mbps: 8, stop_sec: 9 },
        { from: 'Oslo', to: 'Bonn' },
      ]),
    ).toEqual([
      { operation: 'stop_flow', flow_id: 'voice' },
      { operation: 'update_flow', flow_id: 'video', changes: { rate_pps: 1000, stop_sec: 9 } },
      { operation: 'add_flow', flow: flow('Oslo-Bonn', 'Oslo', 'Bonn') },
    ]);
  });

  it.each<[string, object]>([
    ['ends', { from: 'Cork' }],
    ['a path', { path: ['Bonn', 'Oslo'] }],
    ['a beginning', { start_sec: 6 }],
  ])('begins anew what has %s of another kind', (_, other) => {
    expect(set([VIDEO, { ...VOICE, ...other }])).toEqual([
      { operation: 'stop_flow', flow_id: 'voice' },
      { operation: 'add_flow', flow: expect.objectContaining({ id: 'voice', ...other }) },
    ]);
  });

  it('of no flows stops all', () => {
    expect(set([]).map(({ operation }) => operation)).toEqual(['stop_flow', 'stop_flow']);
  });

  it('keeps what no new flow could be: one whose path is broken, one whose end is past', () => {
    const network = running();
    const gone = { operation: 'remove_link', link_id: 'west' };
    const ending = { operation: 'update_flow', flow_id: 'voice', changes: { stop_sec: 4 } };
    expect(network.apply([gone, ending], 3)).toEqual({ ok: true });
    expect(set([VIDEO, { ...VOICE, stop_sec: 4, rate_pps: 7 }], network)).toEqual([
      { operation: 'update_flow', flow_id: 'voice', changes: { rate_pps: 7 } },
    ]);
  });

  it('counts from what the operations before it leave', () => {
    const operations = [
      { operation: 'add_flow', flow: { from: 'Oslo', to: 'Bonn' } },
      { operation: 'set_traffic', traffic: [{ from: 'Oslo', to: 'Bonn', rate_pps: 3 }] },
      { operation: 'set_traffic', traffic: [VOICE] },
    ];
    const outcome = readEdits({ operations }, running(), CONTEXT);
    const [, ...edits] = outcome.ok ? outcome.value : [];
    expect(edits).toEqual([
      { operation: 'stop_flow', flow_id: 'video' },
      { operation: 'stop_flow', flow_id: 'voice' },
      { operation: 'update_flow', flow_id: 'Oslo-Bonn', changes: { rate_pps: 3 } },
      { operation: 'stop_flow', flow_id: 'Oslo-Bonn' },
      { operation: 'add_flow', flow: flow('voice', 'Bonn', 'Oslo') },
    ]);
  });

  it('is all that there is afterwards', () => {
    const nodes = running().network().nodes;
    const ids = fc.constantFrom('f', 'g', 'h', 'i', 'j');
    const end = fc.constantFrom(...nodes.map(({ id }) => id));
    const anyFlow = fc
      .record({
        id: ids,
        from: end,
        to: end,
        rate_pps: fc.constantFrom(1, 2),
        start_sec: fc.constantFrom(0, 8),
        stop_sec: fc.constantFrom(null, 9),
      })
      .filter(({ from, to }) => from !== to);
    const anyTraffic = fc.uniqueArray(anyFlow, { selector: ({ id }) => id });
    const sorted = (flows: readonly Flow[]) => [...flows].sort((one, other) => (one.id < other.id ? -1 : 1));
    fc.assert(
      fc.property(anyTraffic, anyTraffic, (before, after) => {
        const whole = ({ id, from, to, ...more }: (typeof after)[number]) => flow(id, from, to, more);
        const network = new EditedNetwork(running().network(), before.map(whole));
        expect(network.apply(set(after, network), CONTEXT.atSec)).toEqual({ ok: true });
        expect(sorted(network.traffic())).toEqual(sorted(after.map(whole)));
        expect(set(after, network)).toEqual([]);
      }),
    );
  });
});
