import { grown, NO_REALS } from '../memory/arrays.js';
import type { Archive } from '../snapshots/archive.js';
import { DropCause } from './drop-cause.js';

/** Where a channel's measurements stand in its row of `ChannelStatistics.real`. */
export const enum ChannelSum {
  /** Sum of serialisation times, in seconds. */
  BUSY_SEC,
  /** Sum of the times from admission to departure: by Little's law the integral of the queue's length. */
  QUEUED_SEC,
  /** Packets and bytes that have left the far end, delivered or lost, or were on a wire that vanished. */
  PACKETS,
  BYTES,
  WIDTH,
}

/**
 * What is measured per directed link. Counts are of packets created at or after the warm-up; the times are of the link itself, whichever
 * packet it is busy with, and are kept ahead of the present: all of a packet's waiting and service is added when it is admitted,
 * and what lies in the future is taken off when results are read.
 */
export class ChannelStatistics {
  real = NO_REALS;
  drops = NO_REALS;

  /** Makes room for so many channels. */
  grow(channels: number): void {
    this.real = grown(this.real, channels * ChannelSum.WIDTH);
    this.drops = grown(this.drops, channels * DropCause.WIDTH);
  }

  /** Begins the sums of times anew, with what lies ahead of the present, in seconds. */
  restart(channel: number, busySec: number, queuedSec: number): void {
    this.real[channel * ChannelSum.WIDTH + ChannelSum.BUSY_SEC] = busySec;
    this.real[channel * ChannelSum.WIDTH + ChannelSum.QUEUED_SEC] = queuedSec;
  }

  /** One sum of a channel. */
  read(channel: number, sum: ChannelSum): number {
    return this.real[channel * ChannelSum.WIDTH + sum];
  }

  carry(archive: Archive, channels: number): void {
    archive.reals(this.real, 0, channels * ChannelSum.WIDTH);
    archive.wholes(this.drops, 0, channels * DropCause.WIDTH);
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.real, this.drops];
  }
}
