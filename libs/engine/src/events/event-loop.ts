import { NO_PACKET } from '../packets/packet-pool.js';
import { DELIVER, UNKNOWN_PATH } from '../routing/routes.js';
import { CAUSES, LOSS, NO_ROUTE, QUEUE } from '../statistics/drop-cause.js';
import type { Machine } from './machine.js';

/** Why the loop has stopped. */
export const REACHED = 0;
export const OUT_OF_BUDGET = 1;
export const NEEDS_SLOTS = 2;
export const NEEDS_PATH = 3;
export type Pause = typeof REACHED | typeof OUT_OF_BUDGET | typeof NEEDS_SLOTS | typeof NEEDS_PATH;

/**
 * Processes events in order until the next one is not before `untilSec`, or `maxEvents` have been processed, or something must grow first:
 * packet slots, or the path of the flow whose turn it is. The arrays stay the same objects throughout, so they are read once.
 */
export function runEvents(machine: Machine, untilSec: number, maxEvents: number): Pause {
  const { tree, packets, channels, flows, routes, random, flowStatistics, channelStatistics, series, warmupSec } = machine;
  const { timeSec, winner } = tree;
  const { next, flow: flowOf, cursor, bytes: bytesOf, createdSec, departsSec, arrivesSec } = packets;
  const { bitsPerSec, latencySec, jitterSec, jitterStream, freePlaces, discipline, loss } = channels;
  const { head, tail, firstQueued, queued, busyUntilSec } = channels;
  const { steps, start: pathStart } = routes;
  const { source, stopSec, sends, fixedBytes, sizes } = flows;
  const { sent, drops: flowDrops } = flowStatistics;
  const { packets: carried, bytes: carriedBytes, drops: channelDrops, busySec, queuedSec, maxQueue } = channelStatistics;
  const {
    sent: sampleSent,
    delivered: sampleDelivered,
    dropped: sampleDropped,
    deliveredBytes: sampleBytes,
    delaySec: sampleDelay,
  } = series;
  const sample = series.index;
  const firstFlow = channels.count;

  let nowSec = machine.nowSec;
  let events = 0;
  let hops = 0;
  let pause: Pause = REACHED;
  let firstFree = packets.firstFree;

  while (timeSec[1] < untilSec) {
    if (events === maxEvents) {
      pause = OUT_OF_BUDGET;
      break;
    }
    const slot = winner[1];
    let packet: number;
    let counted: boolean;
    if (slot < firstFlow) {
      // A packet's last bit reaches the far end of its channel.
      nowSec = timeSec[1];
      packet = head[slot];
      const follower = next[packet];
      head[slot] = follower;
      if (firstQueued[slot] === packet) {
        firstQueued[slot] = follower;
        queued[slot]--;
      }
      tree.replayWinner(slot, follower === NO_PACKET ? Infinity : arrivesSec[follower]);
      counted = createdSec[packet] >= warmupSec;
      if (counted) {
        carried[slot]++;
        carriedBytes[slot] += bytesOf[packet];
      }
      const model = loss[slot];
      if (model !== null && model.loses()) {
        if (counted) {
          flowDrops[flowOf[packet] * CAUSES + LOSS]++;
          channelDrops[slot * CAUSES + LOSS]++;
          sampleDropped[sample]++;
        }
        next[packet] = firstFree;
        firstFree = packet;
        events++;
        continue;
      }
    } else {
      const flow = slot - firstFlow;
      if (firstFree === NO_PACKET) {
        pause = NEEDS_SLOTS;
        break;
      }
      if (pathStart[flow] === UNKNOWN_PATH) {
        pause = NEEDS_PATH;
        break;
      }
      nowSec = timeSec[1];
      const sending = sends[flow];
      const nextSec = source[flow].next(flow, nowSec);
      tree.replayWinner(slot, nextSec < stopSec[flow] ? nextSec : Infinity);
      if (sending === 0) {
        events++;
        continue;
      }
      packet = firstFree;
      firstFree = next[packet];
      flowOf[packet] = flow;
      cursor[packet] = pathStart[flow];
      bytesOf[packet] = fixedBytes[flow] || sizes[flow]!.draw();
      createdSec[packet] = nowSec;
      counted = nowSec >= warmupSec;
      if (counted) {
        sent[flow]++;
        sampleSent[sample]++;
      }
    }
    events++;

    const channel = steps[cursor[packet]++];
    if (channel < 0) {
      if (counted) {
        const flow = flowOf[packet];
        if (channel === DELIVER) {
          const delaySec = nowSec - createdSec[packet];
          flowStatistics.deliver(flow, bytesOf[packet], delaySec);
          sampleDelivered[sample]++;
          sampleBytes[sample] += bytesOf[packet];
          sampleDelay[sample] += delaySec;
        } else {
          flowDrops[flow * CAUSES + NO_ROUTE]++;
          sampleDropped[sample]++;
        }
      }
      next[packet] = firstFree;
      firstFree = packet;
      continue;
    }

    // Those that have departed by now, this instant included, have left the queue.
    let length = 0;
    const busyUntil = busyUntilSec[channel];
    if (busyUntil > nowSec) {
      length = queued[channel];
      let first = firstQueued[channel];
      while (departsSec[first] <= nowSec) {
        first = next[first];
        length--;
      }
      firstQueued[channel] = first;
      queued[channel] = length;
    }
    const bytes = bytesOf[packet];
    if (length >= freePlaces[channel] && !discipline[channel].admits(length, bytes)) {
      if (counted) {
        flowDrops[flowOf[packet] * CAUSES + QUEUE]++;
        channelDrops[channel * CAUSES + QUEUE]++;
        sampleDropped[sample]++;
      }
      next[packet] = firstFree;
      firstFree = packet;
      continue;
    }

    hops++;
    const serialisationSec = (bytes * 8) / bitsPerSec[channel];
    const departs = (length === 0 ? nowSec : busyUntil) + serialisationSec;
    let arrives = departs + latencySec[channel];
    if (jitterSec[channel] > 0) arrives += jitterSec[channel] * random.uniform(jitterStream[channel]);
    next[packet] = NO_PACKET;
    departsSec[packet] = departs;
    busyUntilSec[channel] = departs;
    busySec[channel] += serialisationSec;
    queuedSec[channel] += departs - nowSec;
    if (length === 0) firstQueued[channel] = packet;
    length++;
    queued[channel] = length;
    if (length > maxQueue[channel]) maxQueue[channel] = length;

    if (head[channel] === NO_PACKET) {
      head[channel] = packet;
      tree.moveEarlier(channel, arrives);
    } else {
      // Nothing overtakes on a wire, whatever jitter it drew.
      const before = tail[channel];
      if (arrives < arrivesSec[before]) arrives = arrivesSec[before];
      next[before] = packet;
    }
    arrivesSec[packet] = arrives;
    tail[channel] = packet;
  }

  packets.firstFree = firstFree;
  machine.events += events;
  machine.admissions += hops;
  machine.nowSec = nowSec;
  return pause;
}
