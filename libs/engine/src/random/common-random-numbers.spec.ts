import { describe, expect, it } from '@jest/globals';
import type { Edit, Flow, NetworkLink, Scenario } from '@skein/topology';
import { Simulator } from '../simulator.js';
import type { FlowResults, LinkResults } from '../results/results.js';
import { flow, link, scenario } from '../testing/scenario.js';

const SIZES = [
  { bytes: 100, weight: 1 },
  { bytes: 900, weight: 2 },
];
const DURATION_SEC = 20;
const EDIT_SEC = 7.301;

/** All flows but `apart` meet on the link B-C, so that one delays the others; `apart` has links of its own. */
const LINKS = [
  link('A', 'B', { latency: 1 }),
  link('B', 'C', { latency: 1, loss_percent: 10, jitter_ms: 2 }),
  link('C', 'D', { latency: 1, loss_percent: 5 }),
  link('X', 'Y', { latency: 3, loss_percent: 20, jitter_ms: 5 }),
];
const CHANGED = flow('A', 'C', { id: 'changed', rate_pps: 40 });
const OTHERS = [
  flow('A', 'C', { id: 'poisson', rate_pps: 30, packet_bytes: SIZES }),
  flow('D', 'B', { id: 'on-off', arrivals: 'on_off', rate_pps: 80, on_sec: 0.2, off_sec: 0.3 }),
  flow('B', 'D', { id: 'constant', arrivals: 'constant', rate_pps: 25 }),
  flow('X', 'Y', { id: 'apart', rate_pps: 50, packet_bytes: SIZES }),
];

interface Seen {
  /** Packets sent by each of the other flows up to each of a thousand instants. */
  sent: Map<string, number[]>;
  flows: Map<string, FlowResults>;
  links: Map<string, LinkResults>;
}

function watch(input: Scenario, edits: readonly Edit[] = []): Seen {
  const simulator = new Simulator(input);
  const sent = new Map(OTHERS.map(({ id }): [string, number[]] => [id, []]));
  const stops = [...Array.from({ length: 1000 }, (_, i) => ((i + 1) * DURATION_SEC) / 1000), EDIT_SEC].sort((a, b) => a - b);
  for (const stop of stops) {
    simulator.advance(stop);
    if (stop === EDIT_SEC && edits.length > 0) expect(simulator.apply(edits)).toEqual({ ok: true });
    for (const one of simulator.results().flows) sent.get(one.id)?.push(one.sent);
  }
  const { flows, links } = simulator.results();
  return {
    sent,
    flows: new Map(flows.map((one) => [one.id, one])),
    links: new Map(links.map((one) => [`${one.id} ${one.from}`, one])),
  };
}

const built = (links: NetworkLink[], traffic: Flow[]): Scenario => scenario(links, traffic, { duration_sec: DURATION_SEC, seed: 3 });
const before = watch(built(LINKS, [CHANGED, ...OTHERS]));

/** The others send when they did before, and the one that meets nobody fares as before to the last bit. */
function expectUntouched(after: Seen): void {
  expect(after.sent).toEqual(before.sent);
  expect(after.flows.get('apart')).toEqual(before.flows.get('apart'));
  for (const end of ['X', 'Y']) expect(after.links.get(`X-Y ${end}`)).toEqual(before.links.get(`X-Y ${end}`));
}

describe('all other flows send at the times at which they did', () => {
  it.each<{ change: string; traffic: Flow[] }>([
    { change: 'has another rate', traffic: [{ ...CHANGED, rate_pps: 90 }, ...OTHERS] },
    { change: 'has other sizes', traffic: [{ ...CHANGED, packet_bytes: SIZES }, ...OTHERS] },
    { change: 'has other arrivals', traffic: [{ ...CHANGED, arrivals: 'on_off' }, ...OTHERS] },
    { change: 'comes last', traffic: [...OTHERS, CHANGED] },
    { change: 'is not there', traffic: OTHERS },
    { change: 'has company', traffic: [flow('C', 'A', { id: 'company', packet_bytes: SIZES }), CHANGED, ...OTHERS] },
  ])('where a flow $change', ({ traffic }) => {
    const after = watch(built(LINKS, traffic));
    expectUntouched(after);
    expect([...after.flows.values()]).not.toEqual([...before.flows.values()]);
  });

  it.each<{ change: string; links: NetworkLink[] }>([
    { change: 'is added before all', links: [link('A', 'C', { id: 'new', loss_percent: 50, jitter_ms: 1 }), ...LINKS] },
    { change: 'is removed', links: LINKS.filter(({ id }) => id !== 'C-D') },
    { change: 'loses more', links: LINKS.map((one) => (one.id === 'B-C' ? { ...one, loss_percent: 60 } : one)) },
    { change: 'is slower', links: LINKS.map((one) => (one.id === 'B-C' ? { ...one, bandwidth_mbps: 0.4, jitter_ms: 0 } : one)) },
  ])('where a link $change', ({ links }) => {
    const nodes = built(LINKS, []).topology.nodes;
    const input = built(links, [CHANGED, ...OTHERS]);
    const after = watch({ ...input, topology: { nodes, links } });
    expectUntouched(after);
    expect([...after.flows.values()]).not.toEqual([...before.flows.values()]);
  });

  it.each<{ change: string; edits: Edit[] }>([
    { change: 'another rate of a flow', edits: [{ operation: 'update_flow', flow_id: 'changed', changes: { rate_pps: 90 } }] },
    { change: 'other sizes of a flow', edits: [{ operation: 'update_flow', flow_id: 'changed', changes: { packet_bytes: SIZES } }] },
    { change: 'the end of a flow', edits: [{ operation: 'stop_flow', flow_id: 'changed' }] },
    { change: 'a new flow', edits: [{ operation: 'add_flow', flow: flow('A', 'C', { id: 'company', packet_bytes: SIZES }) }] },
    { change: 'a new link', edits: [{ operation: 'add_link', link: link('A', 'C', { id: 'new', loss_percent: 50 }) }] },
    { change: 'the failure of a link', edits: [{ operation: 'fail_link', link_id: 'B-C' }] },
    { change: 'the removal of a link', edits: [{ operation: 'remove_link', link_id: 'C-D' }] },
    { change: 'more loss of a link', edits: [{ operation: 'update_link', link_id: 'B-C', changes: { loss_percent: 60, jitter_ms: 9 } }] },
    { change: 'the failure of a router', edits: [{ operation: 'fail_router', node_id: 'C' }] },
  ])('through $change on the way', ({ edits }) => {
    const after = watch(built(LINKS, [CHANGED, ...OTHERS]), edits);
    expectUntouched(after);
    expect([...after.flows.values()]).not.toEqual([...before.flows.values()]);
  });
});

describe('what one use draws does not move another', () => {
  const lone = (rest: Partial<Flow>, links = LINKS): Seen => watch(built(links, [{ ...OTHERS[3], ...rest }]));

  it('sizes do not move the arrivals of the same flow', () => {
    expect(lone({ packet_bytes: 500 }).sent.get('apart')).toEqual(lone({}).sent.get('apart'));
  });

  it('jitter does not move what its link loses, nor loss the sending', () => {
    const still = LINKS.map((one) => ({ ...one, jitter_ms: 0 }));
    const [with_, without] = [lone({}), lone({}, still)];
    expect(with_.links.get('X-Y X')!.dropped.loss).toBeGreaterThan(100);
    expect(without.links.get('X-Y X')!.dropped.loss).toBe(with_.links.get('X-Y X')!.dropped.loss);
    expect(without.sent).toEqual(with_.sent);
  });

  it('flows that differ in their names alone do not send alike', () => {
    const twins = [1, 2].map((i) => flow('X', 'Y', { id: `twin ${i}`, rate_pps: 50 }));
    const { flows } = watch(built(LINKS, twins));
    expect(flows.get('twin 1')!.delay_ms).not.toEqual(flows.get('twin 2')!.delay_ms);
  });
});
