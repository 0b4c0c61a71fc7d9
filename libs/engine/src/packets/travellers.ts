import type { Channels } from '../links/channels.js';
import type { Traveller } from '../routing/routes.js';
import { NO_PACKET, PacketInt, type PacketPool } from './packet-pool.js';

/** All packets in flight, channel by channel. */
export function* travellers(channels: Channels, packets: PacketPool): Generator<Traveller> {
  for (let channel = 0; channel < channels.count; channel++) {
    const node = channels.to[channel];
    for (let packet = channels.head(channel); packet !== NO_PACKET; packet = packets.next(packet)) {
      const row = packet * PacketInt.WIDTH;
      yield { packet, flow: packets.int[row + PacketInt.FLOW], cursor: packets.int[row + PacketInt.CURSOR], node };
    }
  }
}
