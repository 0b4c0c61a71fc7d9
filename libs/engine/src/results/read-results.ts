import type { NetworkLink } from '@skein/topology';
import { EngineError } from '../engine-error.js';
import type { Machine } from '../events/machine.js';
import { occupancy } from '../links/occupancy.js';
import { readDrops, sumDrops } from '../statistics/drop-cause.js';
import { ENGINE_VERSION } from '../version.js';
import type { Drops, FlowResults, LinkResults, Results } from './results.js';

/** Takes the measurements at the present instant and changes nothing. Throws `broken_invariant` where packets are not conserved. */
export function readResults(machine: Machine, links: readonly NetworkLink[], seed: number): Results {
  const measuredSec = machine.nowSec - machine.warmupSec;
  const flows = machine.traffic.map((_, flow) => readFlow(machine, flow, measuredSec));
  const channels = Array.from({ length: machine.channels.count }, (_, channel) => readChannel(machine, links, channel, measuredSec));

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
    sent: flowStatistics.sent[flow],
    delivered: flowStatistics.delivered[flow],
    dropped: readDrops(flowStatistics.drops, flow),
    throughput_mbps: measuredSec > 0 ? (flowStatistics.deliveredBytes[flow] * 8) / 1e6 / measuredSec : null,
    delay_ms: flowStatistics.delayMs(flow),
    jitter_ms: flowStatistics.jitterMs(flow),
  };
}

function readChannel(
  machine: Machine,
  links: readonly NetworkLink[],
  channel: number,
  measuredSec: number,
): { results: LinkResults; inFlight: number } {
  const { channels, channelStatistics: statistics } = machine;
  const link = links[channels.link[channel]];
  const forward = channel === 0 || channels.link[channel - 1] !== channels.link[channel];
  const held = occupancy(channels, machine.packets, channel, machine.nowSec, machine.warmupSec);
  const measured = measuredSec > 0;
  const results = {
    id: link.id,
    from: forward ? link.from : link.to,
    to: forward ? link.to : link.from,
    packets: statistics.packets[channel] + held.begun,
    bytes: statistics.bytes[channel] + held.begunBytes,
    // Sums of many serialisation times end a few roundings away from the truth; what cannot be is cut off.
    utilization: measured ? Math.min(1, Math.max(0, (statistics.busySec[channel] - held.busyLeftSec) / measuredSec)) : null,
    mean_queue: measured ? Math.max(0, (statistics.queuedSec[channel] - held.queuedLeftSec) / measuredSec) : null,
    max_queue: statistics.maxQueue[channel],
    dropped: readDrops(statistics.drops, channel),
  };
  return { results, inFlight: held.inFlight };
}
