import { GILBERT_ELLIOTT_DEFAULTS, LINK_DEFAULTS, NODE_DEFAULTS } from '../../model/defaults.js';
import type { GilbertElliott, Network, NetworkNode } from '../../model/network.js';
import type { GilbertElliottInput } from '../inputs/gilbert-elliott.input.js';
import type { NodeInput } from '../inputs/node.input.js';
import type { TopologyInput } from '../inputs/topology.input.js';
import { UniqueNames } from './unique-names.js';

/** A network with every default filled in; the order of members is that of `NetworkNode` and `NetworkLink`. */
export function effectiveNetwork({ nodes, links }: TopologyInput, packetLossPercent: number): Network {
  const sent = links ?? [];
  const names = new UniqueNames(sent.flatMap(({ id }) => id ?? []));
  return {
    nodes: nodes.map((node) => effectiveNode(typeof node === 'string' ? { id: node } : node)),
    links: sent.map((link) => ({
      id: link.id ?? names.name(`${link.from}-${link.to}`),
      from: link.from,
      to: link.to,
      latency: link.latency ?? LINK_DEFAULTS.latency,
      bandwidth_mbps: link.bandwidth_mbps ?? LINK_DEFAULTS.bandwidth_mbps,
      loss_percent: link.gilbert_elliott ? null : (link.loss_percent ?? packetLossPercent),
      gilbert_elliott: link.gilbert_elliott ? effectiveGilbertElliott(link.gilbert_elliott) : null,
      jitter_ms: link.jitter_ms ?? LINK_DEFAULTS.jitter_ms,
      queue_packets: typeof link.queue_bytes === 'number' ? null : (link.queue_packets ?? LINK_DEFAULTS.queue_packets),
      queue_bytes: link.queue_bytes ?? null,
      directed: link.directed ?? LINK_DEFAULTS.directed,
    })),
  };
}

export function effectiveGilbertElliott(sent: GilbertElliottInput): GilbertElliott {
  return {
    good_to_bad_percent: sent.good_to_bad_percent,
    bad_to_good_percent: sent.bad_to_good_percent,
    loss_good_percent: sent.loss_good_percent ?? GILBERT_ELLIOTT_DEFAULTS.loss_good_percent,
    loss_bad_percent: sent.loss_bad_percent ?? GILBERT_ELLIOTT_DEFAULTS.loss_bad_percent,
  };
}

function effectiveNode({ id, type, label, x, y, lat, lon }: NodeInput): NetworkNode {
  return {
    id,
    type: type ?? NODE_DEFAULTS.type,
    label: label ?? null,
    x: x ?? null,
    y: y ?? null,
    lat: lat ?? null,
    lon: lon ?? null,
  };
}
