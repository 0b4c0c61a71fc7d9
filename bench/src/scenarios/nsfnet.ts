import { readFileSync } from 'node:fs';
import { config, NS3_QUEUE, type Flow, type Link, type Request } from './request.js';

const EXAMPLE = new URL('../../../examples/nsfnet.json', import.meta.url);

/** NSFNET: 14 nodes, 21 links of 10 Mbit/s, all 182 ordered pairs sending packets of 1000 bytes as Poisson processes. */
export function nsfnet(ratePps: number, durationSec: number): Request {
  const { topology } = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as { topology: { nodes: string[]; links: Link[] } };
  const links = topology.links.map((link) => ({ ...link, bandwidth_mbps: 10, queue_packets: NS3_QUEUE }));
  const { nodes } = topology;
  const traffic = nodes.flatMap((from): Flow[] =>
    nodes.filter((to) => to !== from).map((to) => ({ from, to, rate_pps: ratePps, packet_bytes: 1000 })),
  );
  return { topology: { nodes, links }, traffic, config: config(durationSec) };
}
