import type { Machine } from '../events/machine.js';
import type { LogEntry } from './log-entry.js';

/** A channel or a flow, as people know it. */
export interface Named {
  id: string;
  from: string;
  to: string;
}

/** What the log calls channels, nodes and flows. */
export class Names {
  private readonly links: Named[] = [];
  private known = 0;

  constructor(private readonly machine: Machine) {}

  channel(channel: number): Named {
    const { links } = this.machine;
    for (; this.known < links.length; this.known++) {
      const { link, channels } = links[this.known];
      const [forward, backward] = channels;
      this.links[forward] = { id: link.id, from: link.from, to: link.to };
      if (backward !== undefined) this.links[backward] = { id: link.id, from: link.to, to: link.from };
    }
    return this.links[channel];
  }

  flow(flow: number): Named {
    return this.machine.traffic[flow];
  }

  channelDetails(channel: number): LogEntry['details'] {
    const { id, from, to } = this.channel(channel);
    return { link_id: id, from, to };
  }

  flowDetails(flow: number): LogEntry['details'] {
    const { id, from, to } = this.flow(flow);
    return { flow_id: id, from, to };
  }
}

/** `from 1 s to 2.5 s`, to the microsecond. */
export function span(fromSec: number, toSec: number): string {
  return `from ${seconds(fromSec)} to ${seconds(toSec)}`;
}

function seconds(sec: number): string {
  return `${Math.round(sec * 1e6) / 1e6} s`;
}

export function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** `1 packet`, `2 packets`. */
export function packets(count: number): string {
  return count === 1 ? '1 packet' : `${count} packets`;
}
