import type { NetworkLink } from '@skein/topology';
import type { Machine } from '../events/machine.js';
import { NO_PACKET, PacketReal } from '../packets/packet-pool.js';
import { ChannelSum } from '../statistics/channel-statistics.js';
import { ChannelFlag, ChannelInt, ChannelReal } from './channels.js';

/**
 * Gives a channel the new properties of its link. A packet whose transmission has begun keeps the times that it began with; those that wait
 * are served at the new bandwidth, and travel with the new latency and jitter. Nobody who waits is sent away because the queue has become shorter.
 */
export function reconfigure(machine: Machine, channel: number, link: NetworkLink): void {
  const { channels, packets, random } = machine;
  const int = channel * ChannelInt.WIDTH;
  const real = channel * ChannelReal.WIDTH;
  const hadJitter = channels.real[real + ChannelReal.JITTER_SEC] > 0;
  const countedBytes = (channels.int[int + ChannelInt.FLAGS] & ChannelFlag.COUNTS_BYTES) !== 0;
  channels.configure(channel, link);
  const inService = firstInQueue(machine, channel);
  if (inService === NO_PACKET) return;

  const latencySec = channels.real[real + ChannelReal.LATENCY_SEC];
  const jitterSec = channels.real[real + ChannelReal.JITTER_SEC];
  let departsSec = packets.departsSec(inService);
  let arrivesSec = packets.arrivesSec(inService);
  let bytes = packets.bytes(inService);
  let shiftSec = 0;
  for (let packet = packets.next(inService); packet !== NO_PACKET; packet = packets.next(packet)) {
    const row = packet * PacketReal.WIDTH;
    bytes += packets.bytes(packet);
    departsSec += channels.serialisationSec(channel, packets.bytes(packet));
    shiftSec += departsSec - packets.departsSec(packet);
    if (jitterSec > 0 && !hadJitter) packets.jitterDraw[packet] = random.uniform(channels.int[int + ChannelInt.JITTER_STREAM]);
    const extraSec = jitterSec > 0 ? jitterSec * packets.jitterDraw[packet] : 0;
    arrivesSec = Math.max(arrivesSec, departsSec + latencySec + extraSec);
    packets.real[row + PacketReal.DEPARTS_SEC] = departsSec;
    packets.real[row + PacketReal.ARRIVES_SEC] = arrivesSec;
  }
  if (!countedBytes) channels.queuedBytes[channel] = bytes;
  const sums = channel * ChannelSum.WIDTH;
  machine.channelStatistics.real[sums + ChannelSum.BUSY_SEC] += departsSec - channels.busyUntilSec(channel);
  machine.channelStatistics.real[sums + ChannelSum.QUEUED_SEC] += shiftSec;
  channels.real[real + ChannelReal.BUSY_UNTIL_SEC] = departsSec;
}

/** The packet in service at present, after those that have departed have left the queue; `NO_PACKET` where the transmitter is idle. */
function firstInQueue({ channels, packets, nowSec }: Machine, channel: number): number {
  if (channels.busyUntilSec(channel) <= nowSec) return NO_PACKET;
  const int = channel * ChannelInt.WIDTH;
  let first = channels.int[int + ChannelInt.FIRST_QUEUED];
  while (packets.departsSec(first) <= nowSec) {
    channels.queuedBytes[channel] -= packets.bytes(first);
    channels.int[int + ChannelInt.QUEUED]--;
    first = packets.next(first);
  }
  channels.int[int + ChannelInt.FIRST_QUEUED] = first;
  return first;
}
