import type { Flow } from '@skein/topology';
import type { Machine } from '../events/machine.js';
import { FlowReal } from '../traffic/flow-row.js';
import { same } from './same.js';

/** Nothing more is sent; packets on their way go on. */
export function stopFlow(machine: Machine, id: string): void {
  const { flows } = machine.directory;
  const flow = flows.get(id)!;
  flows.delete(id);
  machine.tree.set(machine.slotOf(flow), Infinity);
}

/**
 * Gives a flow new properties, `changed` being the whole of it. Where that concerns when it sends, it starts anew at this instant, or at its
 * start if that is still to come; packet sizes alone change without that.
 */
export function updateFlow(machine: Machine, changed: Flow): void {
  const flow = machine.directory.flows.get(changed.id)!;
  const before = machine.traffic[flow];
  if (same(changed, before)) return;
  machine.traffic[flow] = changed;
  machine.flows.describe(flow, changed);
  const slot = machine.slotOf(flow);
  const dueSec = machine.tree.timeOf(slot);
  const stopSec = machine.flows.real[flow * FlowReal.WIDTH + FlowReal.STOP_SEC];
  const hadEnded = dueSec === Infinity;
  if (hadEnded || rhythm(changed) !== rhythm(before)) {
    machine.tree.set(slot, machine.flows.start(flow, Math.max(changed.start_sec, machine.nowSec)));
  } else if (dueSec >= stopSec) machine.tree.set(slot, Infinity);
}

/** All that decides when a flow sends, as one string. */
function rhythm({ rate_pps, arrivals, periods, on_sec, off_sec }: Flow): string {
  return JSON.stringify(arrivals === 'on_off' ? [arrivals, rate_pps, periods, on_sec, off_sec] : [arrivals, rate_pps]);
}
