import type { Machine } from '../events/machine.js';
import { NO_PACKET } from '../packets/packet-pool.js';
import { ChannelSum } from '../statistics/channel-statistics.js';
import { DropCause } from '../statistics/drop-cause.js';
import { FlowSum } from '../statistics/flow-statistics.js';
import { Sample } from '../statistics/time-series.js';
import { ChannelInt, ChannelReal } from './channels.js';
import { occupancy } from './occupancy.js';

/** Drops all that a channel holds, waiting, in service and on the wire, as `link_down`, and leaves it idle. */
export function vacate(machine: Machine, channel: number): void {
  const { channels, packets, flowStatistics, channelStatistics, series, nowSec, warmupSec } = machine;
  const held = occupancy(channels, packets, channel, nowSec, warmupSec);
  const sums = channel * ChannelSum.WIDTH;
  channelStatistics.real[sums + ChannelSum.BUSY_SEC] -= held.busyLeftSec;
  channelStatistics.real[sums + ChannelSum.QUEUED_SEC] -= held.queuedLeftSec;
  channelStatistics.real[sums + ChannelSum.PACKETS] += held.begun;
  channelStatistics.real[sums + ChannelSum.BYTES] += held.begunBytes;
  channelStatistics.drops[channel * DropCause.WIDTH + DropCause.LINK_DOWN] += held.inFlight;
  series.real[series.row + Sample.DROPPED] += held.inFlight;
  machine.admissions -= Math.max(0, held.queued - 1);

  for (let packet = channels.head(channel); packet !== NO_PACKET;) {
    const follower = packets.next(packet);
    if (packets.createdSec(packet) >= warmupSec) {
      flowStatistics.real[packets.flow(packet) * FlowSum.WIDTH + FlowSum.DROPS + DropCause.LINK_DOWN]++;
    }
    packets.free(packet);
    packet = follower;
  }
  const row = channel * ChannelInt.WIDTH;
  channels.int[row + ChannelInt.HEAD] = NO_PACKET;
  channels.int[row + ChannelInt.TAIL] = NO_PACKET;
  channels.int[row + ChannelInt.FIRST_QUEUED] = NO_PACKET;
  channels.int[row + ChannelInt.QUEUED] = 0;
  channels.queuedBytes[channel] = 0;
  channels.real[channel * ChannelReal.WIDTH + ChannelReal.BUSY_UNTIL_SEC] = nowSec;
  machine.tree.set(channel, Infinity);
}
