import type { Machine } from '../events/machine.js';
import { ChannelReal } from '../links/channels.js';
import { grown } from '../memory/grow.js';
import type { Archive } from '../snapshots/archive.js';
import { ChannelSum } from '../statistics/channel-statistics.js';
import { DropCause } from '../statistics/drop-cause.js';
import { FlowSum } from '../statistics/flow-statistics.js';
import type { LogCode, LogEntry } from './log-entry.js';
import { type Named, Names, packets, percent, span } from './names.js';
import { type Onset, Onsets } from './onsets.js';
import type { SimulationLog } from './simulation-log.js';

/** A channel that has been busy for this share of an interval is saturated. */
export const SATURATED = 0.98;

/**
 * Notices what goes wrong in a network, from what the counters have gained between two boundaries at which the event loop stops anyway:
 * nothing is asked per packet, and how a run is cut up does not show.
 */
export class Observer {
  private readonly names: Names;
  /** When the present interval began, and what the counters were then. */
  private fromSec = 0;
  private busySec = new Float64Array(0);
  private overflowed = new Float64Array(0);
  private cut = new Float64Array(0);
  private unroutable = new Float64Array(0);
  private readonly saturation: Onsets;
  private readonly overflow: Onsets;
  private readonly noRoute: Onsets;

  constructor(
    private readonly machine: Machine,
    private readonly log: SimulationLog,
  ) {
    this.names = new Names(machine);
    const channel = (code: LogCode, what: (onset: Onset) => string) => (row: number, onset: Onset) =>
      this.warn(code, 'Link', names.channel(row), what(onset), { ...names.channelDetails(row), ...counted(onset) });
    const flow = (code: LogCode, what: (onset: Onset) => string) => (row: number, onset: Onset) =>
      this.warn(code, 'Flow', names.flow(row), what(onset), { ...names.flowDetails(row), ...counted(onset) });
    const names = this.names;
    this.saturation = new Onsets(
      (row, { fromSec, toSec, count: busySec }) => {
        const utilization = Math.min(1, busySec / (toSec - fromSec));
        const details = { ...names.channelDetails(row), from_sec: fromSec, to_sec: toSec, utilization };
        this.warn(
          'link_saturated',
          'Link',
          names.channel(row),
          `is saturated: ${percent(utilization)} busy ${span(fromSec, toSec)}`,
          details,
        );
      },
      (row, { fromSec, toSec }) => {
        const details = { ...names.channelDetails(row), from_sec: fromSec, to_sec: toSec };
        this.warn('link_saturation_ended', 'Link', names.channel(row), `was saturated ${span(fromSec, toSec)}`, details);
      },
    );
    this.overflow = new Onsets(
      channel('queue_overflow', (onset) => `has no room left in its queue: ${dropped(onset)}`),
      channel('queue_overflow_ended', (onset) => `had no room left in its queue: ${dropped(onset)}`),
    );
    this.noRoute = new Onsets(
      flow('no_route', (onset) => `has no route: ${dropped(onset)}`),
      flow('no_route_ended', (onset) => `had no route: ${dropped(onset)}`),
    );
  }

  /** The end of a warm-up: channels have begun to count anew. */
  restart(): void {
    this.fit();
    this.fromSec = this.machine.nowSec;
    for (let channel = 0; channel < this.machine.channels.count; channel++) this.busySec[channel] = this.busyUpToNow(channel);
  }

  /** The end of an interval, before the time series turns to the next. */
  look(): void {
    const { machine, fromSec } = this;
    const toSec = machine.nowSec;
    if (toSec <= fromSec) return;
    this.fit();
    for (let channel = 0; channel < machine.channels.count; channel++) {
      const busySec = this.busyUpToNow(channel);
      const gained = busySec - this.busySec[channel];
      this.busySec[channel] = busySec;
      this.saturation.observe(channel, gained >= SATURATED * (toSec - fromSec) ? gained : 0, fromSec, toSec);
    }
    // An interval in which nothing was dropped, with no onset under way, has nothing to tell apart.
    if (machine.series.dropped[machine.series.index] > 0 || this.overflow.size > 0 || this.noRoute.size > 0)
      this.lookAtDrops(fromSec, toSec);
    this.fromSec = toSec;
  }

  /** The end of the simulation, after its last look. */
  finish(): void {
    this.saturation.finish();
    this.overflow.finish();
    this.noRoute.finish();
  }

  carry(archive: Archive): void {
    const { channels, flows } = this.machine;
    this.fit();
    this.fromSec = archive.real(this.fromSec);
    for (const array of [this.busySec, this.overflowed, this.cut]) archive.reals(array, 0, channels.count);
    archive.reals(this.unroutable, 0, flows.count);
    for (const onsets of [this.saturation, this.overflow, this.noRoute]) onsets.carry(archive);
  }

  private lookAtDrops(fromSec: number, toSec: number): void {
    const { channels, channelStatistics, flows, flowStatistics } = this.machine;
    for (let channel = 0; channel < channels.count; channel++) {
      const row = channel * DropCause.WIDTH;
      const overflowed = channelStatistics.drops[row + DropCause.QUEUE];
      this.overflow.observe(channel, overflowed - this.overflowed[channel], fromSec, toSec);
      this.overflowed[channel] = overflowed;
      const cut = channelStatistics.drops[row + DropCause.LINK_DOWN];
      const gained = cut - this.cut[channel];
      this.cut[channel] = cut;
      if (gained === 0) continue;
      const details = { ...this.names.channelDetails(channel), dropped: gained };
      this.warn('link_down_drops', 'Link', this.names.channel(channel), `went down with ${packets(gained)} on it`, details);
    }
    for (let flow = 0; flow < flows.count; flow++) {
      const unroutable = flowStatistics.read(flow, FlowSum.DROPS + DropCause.NO_ROUTE);
      this.noRoute.observe(flow, unroutable - this.unroutable[flow], fromSec, toSec);
      this.unroutable[flow] = unroutable;
    }
  }

  /** How long a channel has been sending. What it has taken in it sends without a pause, so what lies ahead ends when it falls idle. */
  private busyUpToNow(channel: number): number {
    const { channels, channelStatistics, nowSec } = this.machine;
    const busyUntil = channels.real[channel * ChannelReal.WIDTH + ChannelReal.BUSY_UNTIL_SEC];
    return channelStatistics.read(channel, ChannelSum.BUSY_SEC) - Math.max(0, busyUntil - nowSec);
  }

  private warn(code: LogCode, kind: string, { id, from, to }: Named, what: string, details: LogEntry['details']): void {
    this.log.warn(this.machine.nowSec, code, `${kind} ${id} from ${from} to ${to} ${what}.`, details);
  }

  private fit(): void {
    const { channels, flows } = this.machine;
    if (this.busySec.length < channels.count) {
      this.busySec = grown(this.busySec, channels.capacity);
      this.overflowed = grown(this.overflowed, channels.capacity);
      this.cut = grown(this.cut, channels.capacity);
    }
    if (this.unroutable.length < flows.count) this.unroutable = grown(this.unroutable, flows.capacity);
  }
}

function counted({ fromSec, toSec, count }: Onset): LogEntry['details'] {
  return { from_sec: fromSec, to_sec: toSec, dropped: count };
}

function dropped({ fromSec, toSec, count }: Onset): string {
  return `${packets(count)} dropped ${span(fromSec, toSec)}`;
}
