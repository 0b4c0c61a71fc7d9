import type { AdmittedRequest } from '@skein/topology';

/** A request that uses nothing which the second migration adds. */
export const BODY = {
  name: 'three routers',
  labels: { zone: 'b', '10': 'ten', team: 'blue', é: '1' },
  topology: {
    nodes: ['A', { id: 'B', type: 'switch', x: 1, y: 2 }, 'C'],
    links: [
      { from: 'A', to: 'B', latency: 10, loss_percent: 0.5 },
      { from: 'B', to: 'C', latency: 15, bandwidth_mbps: 10, jitter_ms: 0.25, queue_packets: 7, directed: true },
    ],
  },
  traffic: [
    { from: 'A', to: 'C' },
    {
      from: 'A',
      to: 'B',
      arrivals: 'on_off',
      rate_mbps: 1,
      packet_bytes: [
        { bytes: 64, weight: 1 },
        { bytes: 1500, weight: 2 },
      ],
      path: ['A', 'B'],
      on_sec: 2,
      off_sec: 0.5,
      stop_sec: 5,
    },
  ],
  config: { duration_sec: 60, seed: 7, packet_loss_percent: 1, routing: { metric: 'hops' } },
};

const CONFIG =
  '{"duration_sec":60,"packet_loss_percent":1,"log_level":"warning","seed":7,"speed":1,"warmup_sec":0,"routing":{"metric":"hops"}}';

const NODES = [
  '{"id":"A","type":"router","label":null,"x":null,"y":null,"lat":null,"lon":null}',
  '{"id":"B","type":"switch","label":null,"x":1,"y":2,"lat":null,"lon":null}',
  '{"id":"C","type":"router","label":null,"x":null,"y":null,"lat":null,"lon":null}',
];

const LINKS = [
  '{"id":"A-B","from":"A","to":"B","latency":10,"bandwidth_mbps":100,"loss_percent":0.5,"jitter_ms":0,"queue_packets":100,"directed":false}',
  '{"id":"B-C","from":"B","to":"C","latency":15,"bandwidth_mbps":10,"loss_percent":1,"jitter_ms":0.25,"queue_packets":7,"directed":true}',
];

const FLOWS = [
  '{"id":"A-C","from":"A","to":"C","rate_pps":10,"arrivals":"poisson","packet_bytes":1000,"path":null,"start_sec":0,"stop_sec":null,"on_sec":1,"off_sec":1}',
  '{"id":"A-B","from":"A","to":"B","rate_pps":122.38903394255874,"arrivals":"on_off","packet_bytes":[{"bytes":64,"weight":1},{"bytes":1500,"weight":2}],"path":["A","B"],"start_sec":0,"stop_sec":5,"on_sec":2,"off_sec":0.5}',
];

/** What the code of the first migration's time made of the body, written down as it ran; the fingerprint too. */
export const ADMITTED_BEFORE: AdmittedRequest = {
  name: BODY.name,
  labels: BODY.labels,
  priority: 0,
  config: { ...(JSON.parse(CONFIG) as AdmittedRequest['config']), placement: 'any' },
  nodes: NODES.length,
  links: LINKS.length,
  scenario: `{"topology":{"nodes":[${NODES.join()}],"links":[${LINKS.join()}]},"traffic":[${FLOWS.join()}],"config":${CONFIG}}`,
  fingerprint: '7c9388b654bd54913dce3c89979fdb3ed7fa97c6e799e7c4422512294aa01c0d',
  warnings: [],
};
