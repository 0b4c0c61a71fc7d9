import type { EditData, SimulationRequestInput } from '@skein/client';
import type { Random } from '../support/random.js';

/** A ring, so that what fails has a way around. */
const topology: SimulationRequestInput['topology'] = {
  nodes: ['A', 'B', 'C', 'D'],
  links: [
    { from: 'A', to: 'B', latency: 10 },
    { from: 'B', to: 'C', latency: 15 },
    { from: 'C', to: 'D', latency: 5, bandwidth_mbps: 2 },
    { from: 'D', to: 'A', latency: 20 },
  ],
};
const LINKS = ['A-B', 'B-C', 'C-D', 'D-A'];

/** Some paced, for ten seconds or so; some as fast as can be, for about as long as it takes to interfere with them. */
export function someRequest(random: Random): SimulationRequestInput {
  const fast = random.chance(0.3);
  return {
    topology,
    traffic: [
      { from: 'A', to: 'C', rate_pps: random.between(20, 80) },
      { from: 'D', to: 'B', rate_pps: random.between(20, 80) },
    ],
    config: {
      duration_sec: fast ? random.between(200, 1500) : random.between(20, 150),
      speed: fast ? 'max' : random.between(2, 20),
      seed: random.below(1e6),
      packet_loss_percent: 1,
    },
  };
}

/** One of a few, ended as soon as it is begun. */
export function briefRequest(random: Random): SimulationRequestInput {
  return { topology, config: { duration_sec: 5, speed: 'max', seed: 1 + random.below(4) } };
}

/** Mostly what fits; what does not is refused, and changes nothing. */
export function someEdit(random: Random): EditData['body'] {
  const link_id = random.of(LINKS);
  const node = `E${random.below(3)}`;
  return random.of<() => EditData['body']>([
    () => ({ operation: 'fail_link', link_id }),
    () => ({ operation: 'restore_link', link_id }),
    () => ({ operation: 'update_link', link_id, changes: { latency: random.between(1, 40) } }),
    () => ({ operation: 'set_traffic', traffic: [{ from: 'A', to: random.of(['B', 'C', 'D']), rate_pps: random.between(20, 80) }] }),
    () => ({ operation: random.of(['fail_router', 'restore_router']), node_id: random.of(['B', 'D']) }),
    () => ({ operation: 'remove_router', node_id: node }),
    () => ({
      operations: [
        { operation: 'add_router', node },
        { operation: 'add_link', link: { from: 'A', to: node, latency: 3 } },
        { operation: 'add_link', link: { from: node, to: 'C', latency: 3 } },
      ],
    }),
  ])();
}
