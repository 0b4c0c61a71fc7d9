import { ChannelFlag, ChannelInt, ChannelReal } from '../links/channels.js';
import { NO_PACKET, PacketInt, PacketReal } from '../packets/packet-pool.js';
import { asFloat, asWords, HIGH_WORD } from '../random/float-bits.js';
import { chooseForPacket } from '../routing/next-hop-choice.js';
import { Branch, Cursor, Step } from '../routing/steps.js';
import { ChannelSum } from '../statistics/channel-statistics.js';
import { DropCause } from '../statistics/drop-cause.js';
import { FlowSum } from '../statistics/flow-statistics.js';
import { Sample } from '../statistics/time-series.js';
import { FlowInt, FlowReal } from '../traffic/flow-row.js';
import type { Machine } from './machine.js';
import { NEVER } from './winner-tree.js';

/** Why the loop has stopped. */
export const enum Pause {
  REACHED,
  OUT_OF_BUDGET,
  NEEDS_SLOTS,
  NEEDS_PATH,
}

/**
 * Processes events in order until the next one is not before `untilSec`, or `maxEvents` have been processed, or something must grow first:
 * packet slots, or the way of the flow whose turn it is. The arrays stay the same objects throughout, so they are read once.
 */
export function runEvents(machine: Machine, untilSec: number, maxEvents: number): Pause {
  const { tree, packets, channels, flows, random, flowStatistics, series, warmupSec, flowLabels } = machine;
  const { timeSec, winner } = tree;
  const { real: packetReal, int: packetInt, jitterDraw } = packets;
  const { real: channelReal, int: channelInt, queuedBytes, discipline, loss } = channels;
  const { real: flowReal, int: flowInt, source, sizes } = flows;
  const { real: flowSum } = flowStatistics;
  const { real: channelSum, drops: channelDrops } = machine.channelStatistics;
  const steps = machine.routes.steps.array;
  const firstFlow = channels.capacity;

  let { nowSec } = machine;
  let { firstFree } = packets;
  let events = 0;
  let hops = 0;
  // Gone on with where they were left: sums of floats must not depend on how the run is cut up.
  const sample = series.index * Sample.WIDTH;
  let sent = series.real[sample + Sample.SENT];
  let delivered = series.real[sample + Sample.DELIVERED];
  let dropped = series.real[sample + Sample.DROPPED];
  let deliveredBytes = series.real[sample + Sample.BYTES];
  let deliveredDelaySec = series.real[sample + Sample.DELAY_SEC];
  let pause = Pause.REACHED;

  while (timeSec[1] < untilSec) {
    if (events === maxEvents) {
      pause = Pause.OUT_OF_BUDGET;
      break;
    }
    const slot = winner[1];
    let packet: number;
    let bytes: number;
    let counted: boolean;
    if (slot < firstFlow) {
      // A packet's last bit reaches the far end of its channel.
      nowSec = timeSec[1];
      const row = slot * ChannelInt.WIDTH;
      packet = channelInt[row + ChannelInt.HEAD];
      bytes = packetReal[packet * PacketReal.WIDTH + PacketReal.BYTES];
      const follower = packetInt[packet * PacketInt.WIDTH + PacketInt.NEXT];
      const flags = channelInt[row + ChannelInt.FLAGS];
      channelInt[row + ChannelInt.HEAD] = follower;
      if (channelInt[row + ChannelInt.FIRST_QUEUED] === packet) {
        channelInt[row + ChannelInt.FIRST_QUEUED] = follower;
        channelInt[row + ChannelInt.QUEUED]--;
        if (flags & ChannelFlag.COUNTS_BYTES) queuedBytes[slot] -= bytes;
      }
      tree.set(slot, follower === NO_PACKET ? NEVER : packetReal[follower * PacketReal.WIDTH + PacketReal.ARRIVES_SEC]);
      counted = packetReal[packet * PacketReal.WIDTH + PacketReal.CREATED_SEC] >= warmupSec;
      if (counted) {
        channelSum[slot * ChannelSum.WIDTH + ChannelSum.PACKETS]++;
        channelSum[slot * ChannelSum.WIDTH + ChannelSum.BYTES] += bytes;
      }
      if (flags & ChannelFlag.LOSES && loss[slot]!.loses()) {
        if (counted) {
          const flow = packetInt[packet * PacketInt.WIDTH + PacketInt.FLOW];
          flowSum[flow * FlowSum.WIDTH + FlowSum.DROPS + DropCause.LOSS]++;
          channelDrops[slot * DropCause.WIDTH + DropCause.LOSS]++;
          dropped++;
        }
        packetInt[packet * PacketInt.WIDTH + PacketInt.NEXT] = firstFree;
        firstFree = packet;
        events++;
        continue;
      }
    } else {
      const flow = slot - firstFlow;
      const row = flow * FlowInt.WIDTH;
      if (firstFree === NO_PACKET) {
        pause = Pause.NEEDS_SLOTS;
        break;
      }
      if (flowInt[row + FlowInt.PATH] === Cursor.UNKNOWN) {
        pause = Pause.NEEDS_PATH;
        break;
      }
      nowSec = timeSec[1];
      const sends = flowInt[row + FlowInt.SENDS];
      const nextSec = source[flow].next(flow, nowSec);
      tree.set(slot, nextSec < flowReal[flow * FlowReal.WIDTH + FlowReal.STOP_SEC] ? nextSec : NEVER);
      if (sends === 0) {
        events++;
        continue;
      }
      packet = firstFree;
      bytes = flowReal[flow * FlowReal.WIDTH + FlowReal.FIXED_BYTES] || sizes[flow]!.draw();
      firstFree = packetInt[packet * PacketInt.WIDTH + PacketInt.NEXT];
      packetInt[packet * PacketInt.WIDTH + PacketInt.FLOW] = flow;
      packetInt[packet * PacketInt.WIDTH + PacketInt.CURSOR] = flowInt[row + FlowInt.PATH];
      packetReal[packet * PacketReal.WIDTH + PacketReal.BYTES] = bytes;
      packetReal[packet * PacketReal.WIDTH + PacketReal.CREATED_SEC] = nowSec;
      counted = nowSec >= warmupSec;
      if (counted) {
        flowSum[flow * FlowSum.WIDTH + FlowSum.SENT]++;
        sent++;
      }
    }
    events++;

    const cursor = packetInt[packet * PacketInt.WIDTH + PacketInt.CURSOR];
    let channel = steps[cursor];
    let after = cursor + 1;
    if (channel < 0) {
      const flow = packetInt[packet * PacketInt.WIDTH + PacketInt.FLOW];
      if (channel === Step.BRANCH) {
        asFloat[0] = packetReal[packet * PacketReal.WIDTH + PacketReal.CREATED_SEC];
        const way = chooseForPacket(
          steps[cursor + Branch.WAYS],
          flowLabels[flow],
          asWords[HIGH_WORD],
          asWords[1 - HIGH_WORD],
          steps[cursor + Branch.LABEL],
        );
        channel = steps[cursor + Branch.FIRST_WAY + 2 * way];
        after = steps[cursor + Branch.FIRST_WAY + 2 * way + 1];
      } else {
        if (counted) {
          if (channel === Step.DELIVER) {
            const delaySec = nowSec - packetReal[packet * PacketReal.WIDTH + PacketReal.CREATED_SEC];
            flowStatistics.deliver(flow, bytes, delaySec);
            delivered++;
            deliveredBytes += bytes;
            deliveredDelaySec += delaySec;
          } else {
            flowSum[flow * FlowSum.WIDTH + FlowSum.DROPS + DropCause.NO_ROUTE]++;
            dropped++;
          }
        }
        packetInt[packet * PacketInt.WIDTH + PacketInt.NEXT] = firstFree;
        firstFree = packet;
        continue;
      }
    }
    packetInt[packet * PacketInt.WIDTH + PacketInt.CURSOR] = after;

    // Those that have departed by now, this instant included, have left the queue.
    const int = channel * ChannelInt.WIDTH;
    const real = channel * ChannelReal.WIDTH;
    const busyUntil = channelReal[real + ChannelReal.BUSY_UNTIL_SEC];
    const flags = channelInt[int + ChannelInt.FLAGS];
    let length = 0;
    if (busyUntil > nowSec) {
      length = channelInt[int + ChannelInt.QUEUED];
      let first = channelInt[int + ChannelInt.FIRST_QUEUED];
      while (packetReal[first * PacketReal.WIDTH + PacketReal.DEPARTS_SEC] <= nowSec) {
        if (flags & ChannelFlag.COUNTS_BYTES) queuedBytes[channel] -= packetReal[first * PacketReal.WIDTH + PacketReal.BYTES];
        first = packetInt[first * PacketInt.WIDTH + PacketInt.NEXT];
        length--;
      }
      channelInt[int + ChannelInt.FIRST_QUEUED] = first;
      channelInt[int + ChannelInt.QUEUED] = length;
    } else if (flags & ChannelFlag.COUNTS_BYTES) queuedBytes[channel] = 0;
    if (length >= channelInt[int + ChannelInt.FREE_PLACES] && !discipline[channel].admits(length, queuedBytes[channel], bytes)) {
      if (counted) {
        const flow = packetInt[packet * PacketInt.WIDTH + PacketInt.FLOW];
        flowSum[flow * FlowSum.WIDTH + FlowSum.DROPS + DropCause.QUEUE]++;
        channelDrops[channel * DropCause.WIDTH + DropCause.QUEUE]++;
        dropped++;
      }
      packetInt[packet * PacketInt.WIDTH + PacketInt.NEXT] = firstFree;
      firstFree = packet;
      continue;
    }

    hops++;
    const serialisationSec = (bytes * 8) / channelReal[real + ChannelReal.BITS_PER_SEC];
    const departs = (length === 0 ? nowSec : busyUntil) + serialisationSec;
    let arrives = departs + channelReal[real + ChannelReal.LATENCY_SEC];
    const jitterSec = channelReal[real + ChannelReal.JITTER_SEC];
    if (jitterSec > 0) {
      jitterDraw[packet] = random.uniform(channelInt[int + ChannelInt.JITTER_STREAM]);
      arrives += jitterSec * jitterDraw[packet];
    }
    packetInt[packet * PacketInt.WIDTH + PacketInt.NEXT] = NO_PACKET;
    packetReal[packet * PacketReal.WIDTH + PacketReal.DEPARTS_SEC] = departs;
    channelReal[real + ChannelReal.BUSY_UNTIL_SEC] = departs;
    channelSum[channel * ChannelSum.WIDTH + ChannelSum.BUSY_SEC] += serialisationSec;
    channelSum[channel * ChannelSum.WIDTH + ChannelSum.QUEUED_SEC] += departs - nowSec;
    if (length === 0) channelInt[int + ChannelInt.FIRST_QUEUED] = packet;
    length++;
    channelInt[int + ChannelInt.QUEUED] = length;
    if (flags & ChannelFlag.COUNTS_BYTES) queuedBytes[channel] += bytes;
    if (length > channelInt[int + ChannelInt.MAX_QUEUE]) channelInt[int + ChannelInt.MAX_QUEUE] = length;

    if (channelInt[int + ChannelInt.HEAD] === NO_PACKET) {
      channelInt[int + ChannelInt.HEAD] = packet;
      tree.moveEarlier(channel, arrives);
    } else {
      // Nothing overtakes on a wire, whatever jitter it drew.
      const before = channelInt[int + ChannelInt.TAIL];
      const beforeSec = packetReal[before * PacketReal.WIDTH + PacketReal.ARRIVES_SEC];
      if (arrives < beforeSec) arrives = beforeSec;
      packetInt[before * PacketInt.WIDTH + PacketInt.NEXT] = packet;
    }
    packetReal[packet * PacketReal.WIDTH + PacketReal.ARRIVES_SEC] = arrives;
    channelInt[int + ChannelInt.TAIL] = packet;
  }

  packets.firstFree = firstFree;
  machine.events += events;
  machine.admissions += hops;
  machine.nowSec = nowSec;
  series.real[sample + Sample.SENT] = sent;
  series.real[sample + Sample.DELIVERED] = delivered;
  series.real[sample + Sample.DROPPED] = dropped;
  series.real[sample + Sample.BYTES] = deliveredBytes;
  series.real[sample + Sample.DELAY_SEC] = deliveredDelaySec;
  return pause;
}
