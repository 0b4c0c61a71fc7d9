import type { Edit, FlowChanges, LinkChanges } from '@skein/topology';
import fc from 'fast-check';
import type { Results } from '../results/results.js';
import { Simulator } from '../simulator.js';
import { flow, link } from './scenario.js';
import type { Scenario } from '@skein/topology';
import { NODE_DEFAULTS } from '@skein/topology';

/** Edits that are made together, at one simulated time. */
export interface TimedEdits {
  atSec: number;
  edits: Edit[];
}

const node = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F');
const linkId = fc.oneof(
  { weight: 6, arbitrary: fc.nat(7).map((n) => `link ${n}`) },
  { weight: 1, arbitrary: fc.constantFrom('new 0', 'new 1') },
);
const flowId = fc.oneof(
  { weight: 6, arbitrary: fc.nat(5).map((n) => `flow ${n}`) },
  { weight: 1, arbitrary: fc.constantFrom('more 0', 'more 1') },
);

const burstLoss = { good_to_bad_percent: 5, bad_to_good_percent: 30, loss_good_percent: 0, loss_bad_percent: 90 };
const linkChanges: fc.Arbitrary<LinkChanges> = fc
  .record(
    {
      latency: fc.constantFrom(0, 1, 20, 300),
      bandwidth_mbps: fc.constantFrom(0.05, 0.5, 10),
      jitter_ms: fc.constantFrom(0, 40),
      loss_percent: fc.constantFrom(0, 25),
      queue_packets: fc.constantFrom(1, 4),
      queue_bytes: fc.constantFrom(1500, 4000),
      gilbert_elliott: fc.constant(burstLoss),
    },
    { requiredKeys: [] },
  )
  .filter((changes) => Object.keys(changes).length > 0)
  .filter((changes) => !('loss_percent' in changes && 'gilbert_elliott' in changes))
  .filter((changes) => !('queue_packets' in changes && 'queue_bytes' in changes));

const flowChanges: fc.Arbitrary<FlowChanges> = fc
  .record(
    {
      rate_pps: fc.constantFrom(1, 20, 150),
      arrivals: fc.constantFrom('poisson' as const, 'constant' as const, 'on_off' as const),
      packet_bytes: fc.constantFrom<FlowChanges['packet_bytes']>(200, [
        { bytes: 40, weight: 1 },
        { bytes: 900, weight: 2 },
      ]),
      periods: fc.constantFrom('exponential' as const, 'fixed' as const),
      stop_sec: fc.constantFrom(null, 2),
    },
    { requiredKeys: [] },
  )
  .filter((changes) => Object.keys(changes).length > 0);

const newNode = fc.constantFrom('F', 'G').map((id) => ({ id, ...NODE_DEFAULTS, label: null, x: null, y: null, lat: null, lon: null }));
const newLink = fc
  .tuple(node, node, fc.constantFrom('new 0', 'new 1', 'link 0'), fc.boolean())
  .map(([from, to, id, directed]) => link(from, to, { id, directed, latency: 2, bandwidth_mbps: 1 }));
const newFlow = fc
  .tuple(node, node, fc.constantFrom('more 0', 'more 1', 'flow 0'))
  .map(([from, to, id]) => flow(from, to, { id, rate_pps: 60 }));

/** Edits of the networks that `anyScenario` makes; many fit only sometimes. */
export const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  newNode.map((added): Edit => ({ operation: 'add_router', node: added })),
  node.map((node_id): Edit => ({ operation: 'remove_router', node_id })),
  newLink.map((added): Edit => ({ operation: 'add_link', link: added })),
  linkId.map((link_id): Edit => ({ operation: 'remove_link', link_id })),
  fc.tuple(linkId, linkChanges).map(([link_id, changes]): Edit => ({ operation: 'update_link', link_id, changes })),
  linkId.map((link_id): Edit => ({ operation: 'fail_link', link_id })),
  linkId.map((link_id): Edit => ({ operation: 'restore_link', link_id })),
  node.map((node_id): Edit => ({ operation: 'fail_router', node_id })),
  node.map((node_id): Edit => ({ operation: 'restore_router', node_id })),
  newFlow.map((added): Edit => ({ operation: 'add_flow', flow: added })),
  fc.tuple(flowId, flowChanges).map(([flow_id, changes]): Edit => ({ operation: 'update_flow', flow_id, changes })),
  flowId.map((flow_id): Edit => ({ operation: 'stop_flow', flow_id })),
);

/** Lists of edits at times before the end of every scenario. */
export const anyTimedEdits: fc.Arbitrary<TimedEdits[]> = fc
  .array(
    fc.record({
      atSec: fc.oneof(fc.constantFrom(0, 0.4, 0.5), fc.double({ min: 0, max: 0.99, noNaN: true })),
      edits: fc.array(anyEdit, { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 6 },
  )
  .map((lists) => lists.sort((a, b) => a.atSec - b.atSec));

/** Something else to do with the simulator before each edit and at the end. */
type Visit = (simulator: Simulator) => void;

/** Runs a scenario with edits; those that do not fit are refused and have no effect. */
export function runEdited(scenario: Scenario, timed: readonly TimedEdits[], visit: Visit = () => {}): Results {
  const simulator = new Simulator(scenario);
  for (const { atSec, edits } of timed) {
    simulator.advance(atSec);
    visit(simulator);
    simulator.apply(edits);
    visit(simulator);
  }
  simulator.advance(Infinity);
  visit(simulator);
  return simulator.results();
}
