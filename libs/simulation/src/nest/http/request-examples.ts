import { EXAMPLE_TOPOLOGY } from '@skein/topology/nest';

/** Requests that Swagger UI offers, and that run as they stand. */
export const REQUEST_EXAMPLES = {
  three_routers: {
    summary: 'Three routers, a minute in real time',
    value: { topology: EXAMPLE_TOPOLOGY, config: { duration_sec: 60, packet_loss_percent: 0.1, log_level: 'info' } },
  },
  bottleneck: {
    summary: 'A bottleneck that drops, as fast as the machine can',
    value: {
      name: 'bottleneck',
      topology: { nodes: ['A', 'B'], links: [{ from: 'A', to: 'B', latency: 5, bandwidth_mbps: 1, queue_packets: 20 }] },
      traffic: [{ from: 'A', to: 'B', rate_mbps: 1.2 }],
      config: { duration_sec: 60, speed: 'max' },
    },
  },
};
