import type { Machine } from '../events/machine.js';
import { ChannelReal } from '../links/channels.js';
import { grown, NO_REALS } from '../memory/arrays.js';
import type { Archive } from '../snapshots/archive.js';
import { ChannelSum } from '../statistics/channel-statistics.js';
import { DropCause } from '../statistics/drop-cause.js';
import { FlowSum } from '../statistics/flow-statistics.js';
import { Sample } from '../statistics/time-series.js';
import { Conditions } from './conditions.js';
import type { SimulationLog } from './simulation-log.js';

/** A channel that has been busy for this share of an interval is saturated. */
export const SATURATED = 0.98;

/** Where what has been seen of a channel stands in its row of `Observer.seen`. */
const enum Seen {
  BUSY_SEC,
  OVERFLOWED,
  CUT,
  WIDTH,
}

/**
 * Notices what goes wrong in a network, from what the counters have gained between two boundaries at which the event loop stops anyway:
 * nothing is asked per packet, and how a run is cut up does not show.
 */
export class Observer {
  /** When the present interval began, and what the counters were then. */
  private fromSec = 0;
  private seen = NO_REALS;
  private unroutable = NO_REALS;
  /** Made when there is a first thing to tell, since most simulations have none. */
  private noticed: Conditions | null = null;

  constructor(
    private readonly machine: Machine,
    private readonly log: SimulationLog,
  ) {}

  /** The end of a warm-up: channels have begun to count anew. */
  restart(): void {
    this.fit();
    this.fromSec = this.machine.nowSec;
    for (let channel = 0; channel < this.machine.channels.count; channel++)
      this.seen[channel * Seen.WIDTH + Seen.BUSY_SEC] = this.busyUpToNow(channel);
  }

  /** The end of an interval, before the time series turns to the next. */
  look(): void {
    const { machine, fromSec } = this;
    const toSec = machine.nowSec;
    if (toSec <= fromSec) return;
    this.fit();
    for (let channel = 0; channel < machine.channels.count; channel++) {
      const busySec = this.busyUpToNow(channel);
      const row = channel * Seen.WIDTH;
      const gained = busySec - this.seen[row + Seen.BUSY_SEC];
      this.seen[row + Seen.BUSY_SEC] = busySec;
      this.observe('saturation', channel, gained >= SATURATED * (toSec - fromSec) ? gained : 0, toSec);
    }
    // An interval in which nothing was dropped, with no onset under way, has nothing to tell apart.
    const underWay = this.noticed && (this.noticed.overflow.size > 0 || this.noticed.noRoute.size > 0);
    if (machine.series.real[machine.series.row + Sample.DROPPED] > 0 || underWay) this.lookAtDrops(toSec);
    this.fromSec = toSec;
  }

  /** The end of the simulation, after its last look. */
  finish(): void {
    this.noticed?.all.forEach((onsets) => onsets.finish());
  }

  carry(archive: Archive): void {
    const { channels, flows } = this.machine;
    this.fit();
    this.fromSec = archive.real(this.fromSec);
    archive.reals(this.seen, 0, channels.count * Seen.WIDTH);
    archive.reals(this.unroutable, 0, flows.count);
    this.conditions.all.forEach((onsets) => onsets.carry(archive));
  }

  private get conditions(): Conditions {
    return (this.noticed ??= new Conditions(this.machine, this.log));
  }

  /** @param count what the interval has had of a condition; 0 for nothing */
  private observe(condition: 'saturation' | 'overflow' | 'noRoute', row: number, count: number, toSec: number): void {
    if (count > 0 || this.noticed) this.conditions[condition].observe(row, count, this.fromSec, toSec);
  }

  private lookAtDrops(toSec: number): void {
    const { channels, channelStatistics, flows, flowStatistics } = this.machine;
    for (let channel = 0; channel < channels.count; channel++) {
      const row = channel * Seen.WIDTH;
      const drops = channel * DropCause.WIDTH;
      const overflowed = channelStatistics.drops[drops + DropCause.QUEUE];
      this.observe('overflow', channel, overflowed - this.seen[row + Seen.OVERFLOWED], toSec);
      this.seen[row + Seen.OVERFLOWED] = overflowed;
      const cut = channelStatistics.drops[drops + DropCause.LINK_DOWN];
      const gained = cut - this.seen[row + Seen.CUT];
      this.seen[row + Seen.CUT] = cut;
      if (gained > 0) this.conditions.cut(channel, gained);
    }
    for (let flow = 0; flow < flows.count; flow++) {
      const unroutable = flowStatistics.read(flow, FlowSum.DROPS + DropCause.NO_ROUTE);
      this.observe('noRoute', flow, unroutable - this.unroutable[flow], toSec);
      this.unroutable[flow] = unroutable;
    }
  }

  /** How long a channel has been sending. What it has taken in it sends without a pause, so what lies ahead ends when it falls idle. */
  private busyUpToNow(channel: number): number {
    const { channels, channelStatistics, nowSec } = this.machine;
    const busyUntil = channels.real[channel * ChannelReal.WIDTH + ChannelReal.BUSY_UNTIL_SEC];
    return channelStatistics.read(channel, ChannelSum.BUSY_SEC) - Math.max(0, busyUntil - nowSec);
  }

  private fit(): void {
    const { channels, flows } = this.machine;
    if (this.seen.length < channels.count * Seen.WIDTH) this.seen = grown(this.seen, channels.capacity * Seen.WIDTH);
    if (this.unroutable.length < flows.count) this.unroutable = grown(this.unroutable, flows.capacity);
  }
}
