import { at } from '@skein/problem';
import { FLOW_DEFAULTS } from '../../model/defaults.js';
import { meanPacketBytes, packetRate } from '../../model/packet-rate.js';
import { MAX_RATE_PPS, MIN_RATE_PPS } from '../bounds.js';
import type { FlowInput } from '../inputs/flow.input.js';
import type { PacketSizeInput } from '../inputs/packet-size.input.js';
import { isObject } from '../reading/examine.js';
import type { Problems } from '../reading/problems.js';
import { checkAlternatives } from './alternatives.js';
import { checkEnds } from './ends.js';
import { checkPath, type Ways } from './path-rules.js';
import { given, objectsIn, type Sent } from './sent.js';
import { checkStop } from './stop-rule.js';
import { UniqueIds } from './unique-ids.js';

/** How the members of a flow go together, and with the network. */
export function checkFlows(traffic: unknown, most: number, network: Ways, problems: Problems): void {
  const ids = new UniqueIds('flow', problems);
  for (const [index, flow] of objectsIn<FlowInput>(traffic, most)) {
    const pointer = `/traffic/${index}`;
    ids.take(flow.id, pointer);
    checkEnds('flow', flow, pointer, network.nodes, problems);
    checkPath(flow, pointer, network, problems);
    checkRate(flow, pointer, problems);
    checkStop(flow, pointer, problems);
    checkPeriods(flow, pointer, problems);
  }
}

/** The rate is given in one unit, and is in range in the other. */
export function checkRate(flow: Sent<FlowInput>, pointer: string, problems: Problems): void {
  if (!checkAlternatives(flow, ['rate_pps', 'rate_mbps'], 'say the same', pointer, problems)) return;
  const { rate_mbps, packet_bytes } = flow;
  if (typeof rate_mbps !== 'number' || !isPacketBytes(packet_bytes)) return;
  const rate = packetRate(rate_mbps, meanPacketBytes(packet_bytes ?? FLOW_DEFAULTS.packet_bytes));
  if (rate >= MIN_RATE_PPS && rate <= MAX_RATE_PPS) return;
  problems.add(at(pointer, 'rate_mbps'), `rate_mbps makes ${rate} packets per second of this size, which is out of range.`, {
    value: rate_mbps,
    accepted: `a rate that makes ${MIN_RATE_PPS} to ${MAX_RATE_PPS} packets per second`,
  });
}

/** Only what is on and off has periods. */
export function checkPeriods({ arrivals, periods, on_sec, off_sec }: Sent<FlowInput>, pointer: string, problems: Problems): void {
  if (arrivals === 'on_off') return;
  for (const [name, value] of Object.entries({ periods, on_sec, off_sec }))
    if (given(value))
      problems.add(at(pointer, name), `${name} has a meaning only with arrivals "on_off".`, {
        value,
        accepted: 'nothing, or arrivals "on_off"',
      });
}

function isPacketBytes(value: unknown): value is number | PacketSizeInput[] | null | undefined {
  const isSize = (size: unknown) => isObject(size) && typeof size.bytes === 'number' && typeof size.weight === 'number';
  return !given(value) || typeof value === 'number' || (Array.isArray(value) && value.every(isSize));
}
