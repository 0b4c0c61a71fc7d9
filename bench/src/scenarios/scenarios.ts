import { nsfnet } from './nsfnet.js';
import { randomNetwork } from './random-network.js';
import { config, NS3_QUEUE, type Request } from './request.js';

/** A request, and the simulated second up to which it only warms up: compiled code, routes, filled queues and wires. */
export interface Scenario {
  title: string;
  request: Request;
  settleSec: number;
}

/** By the name that the command line and the tables use. Made on demand: the large ones take memory. */
export const SCENARIOS = {
  nsfnet: () => ({ title: 'NSFNET, all pairs, 40/s', request: nsfnet(40, 660), settleSec: 60 }),

  /** Offered to the links on average what they carry, to the busiest twice as much. */
  overload: () => ({ title: 'NSFNET, overload (150/s)', request: nsfnet(150, 180), settleSec: 20 }),

  'loss-jitter': () => {
    const request = nsfnet(40, 660);
    for (const link of request.topology.links) link.jitter_ms = 2;
    request.config.packet_loss_percent = 1;
    return { title: 'NSFNET, 1 % loss and 2 ms jitter on each link', request, settleSec: 60 };
  },

  sampled: () => {
    const request = nsfnet(40, 660);
    request.config.sample_interval_sec = 0.01;
    return { title: 'NSFNET, a sample each 10 ms', request, settleSec: 60 };
  },

  'nodes-100': () => ({
    title: '100 nodes, ten flows a node',
    request: randomNetwork({ nodes: 100, links: 200, flowsPerNode: 10, ratePps: 24, durationSec: 110 }),
    settleSec: 10,
  }),

  'nodes-1000': () => ({
    title: '1 000 nodes, ten flows a node',
    request: randomNetwork({ nodes: 1000, links: 2000, flowsPerNode: 10, ratePps: 16, durationSec: 9 }),
    settleSec: 1,
  }),

  'nodes-10000': () => ({
    title: '10 000 nodes, ten flows a node',
    request: randomNetwork({ nodes: 10_000, links: 20_000, flowsPerNode: 10, ratePps: 12, durationSec: 1.5 }),
    settleSec: 0.5,
  }),

  small: () => {
    const link = { latency: 5, bandwidth_mbps: 100, queue_packets: NS3_QUEUE };
    const topology = {
      nodes: ['A', 'B', 'C'],
      links: [
        { from: 'A', to: 'B', ...link },
        { from: 'B', to: 'C', ...link },
      ],
    };
    return { title: 'three nodes, default traffic', request: { topology, config: config(1000) }, settleSec: 0 };
  },

  large: () => ({
    title: '10 000 nodes, 50 000 links, 100 000 flows',
    request: randomNetwork({ nodes: 10_000, links: 50_000, flowsPerNode: 10, ratePps: 12, durationSec: 1 }),
    settleSec: 0.5,
  }),
} satisfies Record<string, () => Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;
