import { FLOW_DEFAULTS } from '../../model/defaults.js';
import { meanPacketBytes, packetRate } from '../../model/packet-rate.js';
import type { Flow } from '../../model/traffic.js';
import type { FlowInput } from '../inputs/flow.input.js';
import { UniqueNames } from './unique-names.js';

/** Flows with every default filled in; the order of members is that of `Flow`. */
export function effectiveFlows(flows: readonly FlowInput[]): Flow[] {
  const names = new UniqueNames(flows.flatMap(({ id }) => id ?? []));
  return flows.map((flow) => {
    const packetBytes = effectivePacketBytes(flow.packet_bytes);
    const rate = typeof flow.rate_mbps === 'number' ? packetRate(flow.rate_mbps, meanPacketBytes(packetBytes)) : flow.rate_pps;
    return {
      id: flow.id ?? names.name(`${flow.from}-${flow.to}`),
      from: flow.from,
      to: flow.to,
      rate_pps: rate ?? FLOW_DEFAULTS.rate_pps,
      arrivals: flow.arrivals ?? FLOW_DEFAULTS.arrivals,
      packet_bytes: packetBytes,
      path: flow.path ?? null,
      start_sec: flow.start_sec ?? FLOW_DEFAULTS.start_sec,
      stop_sec: flow.stop_sec ?? null,
      periods: flow.periods ?? FLOW_DEFAULTS.periods,
      on_sec: flow.on_sec ?? FLOW_DEFAULTS.on_sec,
      off_sec: flow.off_sec ?? FLOW_DEFAULTS.off_sec,
    };
  });
}

export function effectivePacketBytes(sizes: FlowInput['packet_bytes']): Flow['packet_bytes'] {
  if (Array.isArray(sizes)) return sizes.map(({ bytes, weight }) => ({ bytes, weight }));
  return sizes ?? FLOW_DEFAULTS.packet_bytes;
}
