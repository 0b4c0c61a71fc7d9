import type { Machine } from '../events/machine.js';
import type { LogCode, LogEntry } from './log-entry.js';
import { type Named, Names, packets, percent, span } from './names.js';
import { type Onset, Onsets } from './onsets.js';
import type { SimulationLog } from './simulation-log.js';

/** What can go wrong with channels and flows, and the words for it. */
export class Conditions {
  readonly saturation: Onsets;
  readonly overflow: Onsets;
  readonly noRoute: Onsets;
  private readonly names: Names;

  constructor(
    private readonly machine: Machine,
    private readonly log: SimulationLog,
  ) {
    const names = new Names(machine);
    this.names = names;
    const channel = (code: LogCode, what: (onset: Onset) => string) => (row: number, onset: Onset) =>
      this.warn(code, 'Link', names.channel(row), what(onset), { ...names.channelDetails(row), ...counted(onset) });
    const flow = (code: LogCode, what: (onset: Onset) => string) => (row: number, onset: Onset) =>
      this.warn(code, 'Flow', names.flow(row), what(onset), { ...names.flowDetails(row), ...counted(onset) });
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

  get all(): readonly Onsets[] {
    return [this.saturation, this.overflow, this.noRoute];
  }

  /** A channel went down with so many packets on it. */
  cut(channel: number, count: number): void {
    const details = { ...this.names.channelDetails(channel), dropped: count };
    this.warn('link_down_drops', 'Link', this.names.channel(channel), `went down with ${packets(count)} on it`, details);
  }

  private warn(code: LogCode, kind: string, { id, from, to }: Named, what: string, details: LogEntry['details']): void {
    this.log.warn(this.machine.nowSec, code, `${kind} ${id} from ${from} to ${to} ${what}.`, details);
  }
}

function counted({ fromSec, toSec, count }: Onset): LogEntry['details'] {
  return { from_sec: fromSec, to_sec: toSec, dropped: count };
}

function dropped({ fromSec, toSec, count }: Onset): string {
  return `${packets(count)} dropped ${span(fromSec, toSec)}`;
}
