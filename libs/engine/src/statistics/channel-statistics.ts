import { CAUSES } from './drop-cause.js';

/**
 * What is measured per directed link. Counts are of packets created at or after the warm-up; the times are of the link itself, whichever
 * packet it is busy with, and are kept ahead of the present: all of a packet's waiting and service is added when it is admitted,
 * and what lies in the future is taken off when results are read.
 */
export class ChannelStatistics {
  /** Packets and bytes that have left the far end, delivered or lost. */
  readonly packets: Float64Array;
  readonly bytes: Float64Array;
  readonly drops: Float64Array;
  /** Sum of serialisation times. */
  readonly busySec: Float64Array;
  /** Sum of the times from admission to departure: by Little's law the integral of the queue's length. */
  readonly queuedSec: Float64Array;
  readonly maxQueue: Int32Array;

  constructor(channels: number) {
    this.packets = new Float64Array(channels);
    this.bytes = new Float64Array(channels);
    this.drops = new Float64Array(channels * CAUSES);
    this.busySec = new Float64Array(channels);
    this.queuedSec = new Float64Array(channels);
    this.maxQueue = new Int32Array(channels);
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.packets, this.bytes, this.drops, this.busySec, this.queuedSec, this.maxQueue];
  }
}
