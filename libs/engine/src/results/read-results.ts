import { EngineError } from '../engine-error.js';
import type { Machine } from '../events/machine.js';
import { occupancy } from '../links/occupancy.js';
import type { LinkRecord } from '../network/links.js';
import { ChannelSum } from '../statistics/channel-statistics.js';
import { DropCause, readDrops, sumDrops } from '../statistics/drop-cause.js';
import { FlowSum } from '../statistics/flow-statistics.js';
import { ENGINE_VERSION } from '../version.js';
import type { Drops, FlowResults, LinkResults, Results } from './results.js';

/** Takes the measurements at the present instant and changes nothing. Throws `broken_invariant` where packets are not conserved. */
export function readResults(machine: Machine, seed: number): Results {
  const measuredSec = machine.nowSec - machine.warmupSec;
  const flows = machine.traffic.map((_, flow) => readFlow(machine, flow, measuredSec));
  const channels = machine.links.flatMap((record) => record.channels.map((channel) => readChannel(machine, record, channel)));

  const dropped: Drops = { loss: 0, queue: 0, no_route: 0, link_down: 0 };
  let sent = 0;
  let delivered = 0;
  for (const flow of flows) {
    sent += flow.sent;
    delivered += flow.delivered;
    for (const cause of Object.keys(dropped) as (keyof Drops)[]) dropped[cause] += flow.dropped[cause];
  }
  const inFlight = channels.reduce((sum, channel) => sum + channel.inFlight, 0);
  if (sent !== delivered + sumDrops(dropped) + inFlight) {
    throw new EngineError(
      'broken_invariant',
      `At ${machine.nowSec} s ${sent} packets were sent, but ${delivered} delivered, ${sumDrops(dropped)} dropped and ${inFlight} in flight.`,
    );
  }
  return {
    simulated_sec: machine.nowSec,
    seed,
    engine_version: ENGINE_VERSION,
    packets: { sent, delivered, dropped, in_flight: inFlight },
    flows,
    links: channels.map(({ results }) => results),
    series: machine.series.read(machine.nowSec),
  };
}

function readFlow({ traffic, flowStatistics }: Machine, flow: number, measuredSec: number): FlowResults {
  const { id, from, to } = traffic[flow];
  return {
    id,
    from,
    to,
    sent: flowStatistics.read(flow, FlowSum.SENT),
    delivered: flowStatistics.read(flow, FlowSum.DELIVERED),
    dropped: readDrops(flowStatistics.real, flow * FlowSum.WIDTH + FlowSum.DROPS),
    throughput_mbps: measuredSec > 0 ? (flowStatistics.read(flow, FlowSum.BYTES) * 8) / 1e6 / measuredSec : null,
    delay_ms: flowStatistics.delayMs(flow),
    jitter_ms: flowStatistics.jitterMs(flow),
  };
}

function readChannel(machine: Machine, record: LinkRecord, channel: number): { results: LinkResults; inFlight: number } {
  const { channels, channelStatistics: statistics, nowSec, warmupSec } = machine;
  const { link, addedSec, removedSec } = record;
  const forward = channel === record.channels[0];
  const held = occupancy(channels, machine.packets, channel, nowSec, warmupSec);
  const measuredSec = (removedSec ?? nowSec) - Math.max(warmupSec, addedSec);
  const maxQueue = channels.maxQueue(channel);
  // Sums of many times end a few roundings away from the truth; what cannot be is cut off.
  const average = (sumSec: number, most: number): number | null =>
    measuredSec > 0 ? Math.min(most, Math.max(0, sumSec / measuredSec)) : null;
  const results = {
    id: link.id,
    from: forward ? link.from : link.to,
    to: forward ? link.to : link.from,
    packets: statistics.read(channel, ChannelSum.PACKETS) + held.begun,
    bytes: statistics.read(channel, ChannelSum.BYTES) + held.begunBytes,
    utilization: average(statistics.read(channel, ChannelSum.BUSY_SEC) - held.busyLeftSec, 1),
    mean_queue: average(statistics.read(channel, ChannelSum.QUEUED_SEC) - held.queuedLeftSec, maxQueue),
    max_queue: maxQueue,
    dropped: readDrops(statistics.drops, channel * DropCause.WIDTH),
    added_sec: addedSec,
    removed_sec: removedSec,
  };
  return { results, inFlight: held.inFlight };
}
