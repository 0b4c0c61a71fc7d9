import type { SimulationRequestInput } from '@skein/client';

const topology: SimulationRequestInput['topology'] = {
  nodes: ['A', 'B', 'C'],
  links: [
    { from: 'A', to: 'B', latency: 10 },
    { from: 'B', to: 'C', latency: 15 },
  ],
};

/** Runs until somebody ends it. */
export const endless: SimulationRequestInput = { topology, config: { duration_sec: 86_400, speed: 1 } };

/** Ends as soon as it has started. */
export const brief: SimulationRequestInput = { topology, config: { duration_sec: 5, speed: 'max' } };

/** Runs for `duration_sec` simulated seconds, at `speed` of them per second. */
export function paced(duration_sec: number, speed: number | 'max', seed = 1): SimulationRequestInput {
  return { topology, config: { duration_sec, speed, seed, packet_loss_percent: 1 } };
}
