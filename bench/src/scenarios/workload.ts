import { channelsOf, routesTo } from './hop-routes.js';
import type { Request } from './request.js';

/**
 * A request as the programs in other languages read it: plain numbers, one record a line.
 *
 *     settle_sec duration_sec seed
 *     nodes links flows
 *     from to bits_per_sec latency_sec queue_packets                 (per link; queue with the packet in service)
 *     from to packets_per_sec packet_bytes hops channel channel …    (per flow; channels as in `Channels`)
 */
export function workload({ topology, traffic = [] }: Request, settleSec: number, durationSec: number, seed: number): string {
  const channels = channelsOf(topology);
  const index = new Map(topology.nodes.map((id, node) => [id, node]));
  const routes = new Map<number, Int32Array>();
  const links = topology.links.map((link, i) =>
    [channels.from[i * 2], channels.to[i * 2], link.bandwidth_mbps * 1e6, link.latency / 1e3, link.queue_packets].join(' '),
  );
  const flows = traffic.map((flow) => {
    const destination = index.get(flow.to)!;
    const next = routes.get(destination) ?? routesTo(destination, topology.nodes.length, channels);
    routes.set(destination, next);
    const path: number[] = [];
    for (let node = index.get(flow.from)!; node !== destination; node = channels.to[next[node]]) path.push(next[node]);
    return [index.get(flow.from), destination, flow.rate_pps, flow.packet_bytes, path.length, ...path].join(' ');
  });
  const head = [`${settleSec} ${durationSec} ${seed}`, `${topology.nodes.length} ${links.length} ${flows.length}`];
  return [...head, ...links, ...flows, ''].join('\n');
}
