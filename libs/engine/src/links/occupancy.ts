import { NO_PACKET, type PacketPool } from '../packets/packet-pool.js';
import type { Channels } from './channels.js';

/** What one channel holds at an instant. */
export interface Occupancy {
  /** Packets waiting or in service. */
  queued: number;
  /** Sum, over those, of the time left until they depart, in seconds. */
  queuedLeftSec: number;
  /** Time left until the transmitter falls idle, in seconds. */
  busyLeftSec: number;
  /** Of the packets that are counted: those on the channel, and those whose transmission has begun, with their bytes. */
  inFlight: number;
  begun: number;
  begunBytes: number;
}

/** Walks a channel's packets without touching anything. Those created before `countedFromSec` are not counted. */
export function occupancy(channels: Channels, packets: PacketPool, channel: number, nowSec: number, countedFromSec: number): Occupancy {
  const seen: Occupancy = {
    queued: 0,
    queuedLeftSec: 0,
    busyLeftSec: Math.max(0, channels.busyUntilSec(channel) - nowSec),
    inFlight: 0,
    begun: 0,
    begunBytes: 0,
  };
  for (let packet = channels.head(channel); packet !== NO_PACKET; packet = packets.next(packet)) {
    const leftSec = packets.departsSec(packet) - nowSec;
    if (leftSec > 0) {
      seen.queued++;
      seen.queuedLeftSec += leftSec;
    }
    if (packets.createdSec(packet) < countedFromSec) continue;
    seen.inFlight++;
    // Whoever is first in the queue is in service.
    if (seen.queued > 1) continue;
    seen.begun++;
    seen.begunBytes += packets.bytes(packet);
  }
  return seen;
}
