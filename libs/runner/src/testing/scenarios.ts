import { resultHash, Simulator } from '@skein/engine';
import {
  CONFIG_DEFAULTS,
  FLOW_DEFAULTS,
  LINK_DEFAULTS,
  sampleInterval,
  type EffectiveConfig,
  type NetworkLink,
  type NetworkNode,
  type Scenario,
} from '@skein/topology';

/** Three routers in a row, with the default probes between them. */
export function threeRouters(config: Partial<EffectiveConfig> = {}): Scenario {
  const sample_interval_sec = sampleInterval(config.duration_sec ?? CONFIG_DEFAULTS.duration_sec);
  return {
    topology: { nodes: ['A', 'B', 'C'].map(node), links: [link('A', 'B', 10), link('B', 'C', 15)] },
    traffic: null,
    config: { ...CONFIG_DEFAULTS, packet_loss_percent: 0.1, sample_interval_sec, ...config },
  };
}

/** One link on which a packet is for an hour, and a flow that sends so many a second. */
export function longWire(ratePps: number, config: Partial<EffectiveConfig> = {}): Scenario {
  const { topology, ...scenario } = threeRouters({ duration_sec: 3600, packet_loss_percent: 0, ...config });
  const [wire] = topology.links;
  const flood = { ...FLOW_DEFAULTS, id: 'flood', from: 'A', to: 'B', path: null, stop_sec: null, rate_pps: ratePps };
  return {
    ...scenario,
    topology: { ...topology, links: [{ ...wire, latency: 3_600_000, loss_percent: 0, bandwidth_mbps: 1e6 }] },
    traffic: [flood],
  };
}

/** A ring of so many nodes, and a flow from each to the one opposite, all of which send at once: each needs a search that meets every node. */
export function manyRoutes(nodes: number, config: Partial<EffectiveConfig> = {}): Scenario {
  const ids = Array.from({ length: nodes }, (_, i) => `n${i}`);
  const flows = ids.map((from, i) => ({ ...FLOW_DEFAULTS, id: from, from, to: ids[(i + nodes / 2) % nodes], path: null, stop_sec: null }));
  return {
    ...threeRouters(config),
    topology: { nodes: ids.map(node), links: ids.map((from, i) => link(from, ids[(i + 1) % nodes], 1)) },
    traffic: flows.map((flow) => ({ ...flow, arrivals: 'constant', rate_pps: 1 })),
  };
}

/** A scenario that no engine can build. */
export function unbuildable(): Scenario {
  return { ...threeRouters(), topology: null as unknown as Scenario['topology'] };
}

/** What `resultHash` is after an undisturbed run to `untilSec`. */
export function undisturbedHash(scenario: Scenario, untilSec = scenario.config.duration_sec): string {
  const simulator = new Simulator(scenario);
  simulator.advance(untilSec);
  return resultHash(simulator.results());
}

function node(id: string): NetworkNode {
  return { id, type: 'router', label: null, x: null, y: null, lat: null, lon: null };
}

function link(from: string, to: string, latency: number): NetworkLink {
  const loss = { loss_percent: 0.1, gilbert_elliott: null };
  return { id: `${from}-${to}`, from, to, ...LINK_DEFAULTS, ...loss, queue_bytes: null, latency };
}
