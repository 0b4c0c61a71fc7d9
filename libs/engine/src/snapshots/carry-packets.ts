import { EngineError } from '../engine-error.js';
import { ChannelInt, ChannelReal, type Channels } from '../links/channels.js';
import { NO_PACKET, PacketInt, PacketReal, type PacketPool } from '../packets/packet-pool.js';
import type { Archive } from './archive.js';

/**
 * Carries the channels' lists, packet by packet. In which slot a packet lies decides nothing, so slots are not carried: snapshots do not grow
 * with the pool, and those of equal states are equal.
 */
export function carryPackets(channels: Channels, packets: PacketPool, archive: Archive): void {
  for (let channel = 0; channel < channels.count; channel++) {
    const held = archive.whole(heldBy(channels, packets, channel));
    if (archive.restoring) lineUp(channels, packets, channel, held);
    const jitters = channels.real[channel * ChannelReal.WIDTH + ChannelReal.JITTER_SEC] > 0;
    for (let packet = channels.head(channel); packet !== NO_PACKET; packet = packets.next(packet)) {
      const real = packet * PacketReal.WIDTH;
      const int = packet * PacketInt.WIDTH;
      archive.reals(packets.real, real, real + PacketReal.WIDTH);
      packets.int[int + PacketInt.FLOW] = archive.whole(packets.int[int + PacketInt.FLOW]);
      packets.int[int + PacketInt.CURSOR] = archive.whole(packets.int[int + PacketInt.CURSOR]);
      if (jitters) packets.jitterDraw[packet] = archive.real(packets.jitterDraw[packet]);
    }
  }
}

function heldBy(channels: Channels, packets: PacketPool, channel: number): number {
  let held = 0;
  for (let packet = channels.head(channel); packet !== NO_PACKET; packet = packets.next(packet)) held++;
  return held;
}

/** Gives an empty channel a list of so many slots, the last `QUEUED` of which are its queue. */
function lineUp(channels: Channels, packets: PacketPool, channel: number, held: number): void {
  const row = channel * ChannelInt.WIDTH;
  const queued = channels.int[row + ChannelInt.QUEUED];
  let first = NO_PACKET;
  for (let fromTail = 1; fromTail <= held; fromTail++) {
    if (packets.firstFree === NO_PACKET && !packets.grow()) {
      throw new EngineError(
        'too_many_packets',
        `More than the ${packets.slots} packets of a snapshot are in flight: no room is left for them on this runner.`,
      );
    }
    const slot = packets.firstFree;
    packets.firstFree = packets.next(slot);
    packets.int[slot * PacketInt.WIDTH + PacketInt.NEXT] = first;
    first = slot;
    if (fromTail === 1) channels.int[row + ChannelInt.TAIL] = slot;
    if (fromTail === queued) channels.int[row + ChannelInt.FIRST_QUEUED] = slot;
  }
  channels.int[row + ChannelInt.HEAD] = first;
}
