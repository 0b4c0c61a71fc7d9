import { type Pause, runEvents } from '../events/event-loop.js';
import type { Machine } from '../events/machine.js';
import { NEVER } from '../events/winner-tree.js';
import type { Archive } from '../snapshots/archive.js';
import { DropCause } from '../statistics/drop-cause.js';
import { FlowSum } from '../statistics/flow-statistics.js';
import type { LogCode } from './log-entry.js';
import { Names } from './names.js';
import type { SimulationLog } from './simulation-log.js';

/** Packet events that are traced, from the end of the warm-up on. */
export const MOST_TRACES = 1_000;

const CAUSES: readonly [DropCause, string][] = [
  [DropCause.LOSS, 'loss'],
  [DropCause.QUEUE, 'queue'],
  [DropCause.NO_ROUTE, 'no_route'],
];

/**
 * Tells what happens to the first packets by going one event at a time and comparing the counters before and after. So the loop
 * itself has nothing to ask, and a simulation that is not traced, or not any more, pays nothing.
 */
export class PacketTrace {
  private readonly names: Names;
  private left = MOST_TRACES;

  constructor(
    private readonly machine: Machine,
    private readonly log: SimulationLog,
  ) {
    this.names = new Names(machine);
  }

  get over(): boolean {
    return this.left <= 0;
  }

  /** As `runEvents`, but at most one event. */
  step(untilSec: number, maxEvents: number): Pause {
    const { machine } = this;
    const slot = machine.tree.winner[1];
    const channel = slot < machine.channels.capacity ? slot : -1;
    if (machine.tree.timeSec[1] === NEVER) return runEvents(machine, untilSec, Math.min(1, maxEvents));
    const packet = channel < 0 ? -1 : machine.channels.head(channel);
    const flow = channel < 0 ? slot - machine.channels.capacity : machine.packets.flow(packet);
    const counted = channel < 0 || machine.packets.createdSec(packet) >= machine.warmupSec;
    const before = this.counters(flow);
    const events = machine.events;
    const pause = runEvents(machine, untilSec, Math.min(1, maxEvents));
    if (counted && machine.events > events) this.tell(flow, channel, before);
    return pause;
  }

  carry(archive: Archive): void {
    this.left = archive.real(this.left);
  }

  private tell(flow: number, channel: number, before: Float64Array): void {
    const after = this.counters(flow);
    const gained = (sum: number): boolean => after[sum] > before[sum];
    const { id, from } = this.names.flow(flow);
    if (gained(FlowSum.SENT)) this.write('packet_created', flow, `A packet of flow ${id} was created at ${from}.`, {});
    const link = channel < 0 ? null : this.names.channel(channel);
    const on: Record<string, string> = link ? { link_id: link.id, node_id: link.to } : {};
    const cause = CAUSES.find(([drop]) => gained(FlowSum.DROPS + drop))?.[1];
    if (link && cause !== 'loss')
      this.write('packet_arrived', flow, `A packet of flow ${id} arrived at ${link.to} by link ${link.id}.`, on);
    if (gained(FlowSum.DELIVERED)) this.write('packet_delivered', flow, `A packet of flow ${id} was delivered.`, on);
    if (cause) this.write('packet_dropped', flow, `A packet of flow ${id} was dropped: ${cause}.`, { ...on, cause });
  }

  private write(code: LogCode, flow: number, message: string, details: Record<string, string>): void {
    if (this.left-- <= 0) return;
    this.log.trace(this.machine.nowSec, code, message, { ...this.names.flowDetails(flow), ...details });
  }

  private counters(flow: number): Float64Array {
    return this.machine.flowStatistics.real.slice(flow * FlowSum.WIDTH, (flow + 1) * FlowSum.WIDTH);
  }
}
