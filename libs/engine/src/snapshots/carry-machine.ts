import type { Machine } from '../events/machine.js';
import type { Archive } from './archive.js';
import { carryPackets } from './carry-packets.js';

/**
 * Carries the whole state of a simulation. State comes back into a machine that was built from the same scenario and has the same edits: nodes,
 * links, flows and streams have their numbers then, and all that follows from these is there.
 */
export function carryMachine(machine: Machine, archive: Archive): void {
  const { random, channels, flows, routes, tree, flowStatistics, channelStatistics, series } = machine;
  machine.nowSec = archive.real(machine.nowSec);
  machine.events = archive.whole(machine.events);
  machine.admissions = archive.whole(machine.admissions);
  random.carry(archive);
  channels.carry(archive);
  carryPackets(channels, machine.packets, archive);
  flows.carry(archive);
  routes.steps.carry(archive);
  channelStatistics.carry(archive, channels.count);
  flowStatistics.carry(archive, flows.count);
  series.carry(archive);
  // Who wins follows from when each is due.
  const carryDue = (slot: number): void => {
    const dueSec = archive.real(tree.timeOf(slot));
    if (archive.restoring) tree.set(slot, dueSec);
  };
  for (let channel = 0; channel < channels.count; channel++) carryDue(channel);
  for (let flow = 0; flow < flows.count; flow++) carryDue(machine.slotOf(flow));
}
