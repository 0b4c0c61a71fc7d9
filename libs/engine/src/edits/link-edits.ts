import type { NetworkLink } from '@skein/topology';
import type { Machine } from '../events/machine.js';
import { reconfigure } from '../links/reconfigure.js';
import { vacate } from '../links/vacate.js';
import type { LinkRecord } from '../network/links.js';
import { same } from './same.js';

/** Takes a link away for good; what it holds is dropped. */
export function removeLink(machine: Machine, record: LinkRecord): void {
  record.removedSec = machine.nowSec;
  machine.directory.links.delete(record.link.id);
  bring(machine, record);
}

/** Gives a link new properties, `link` being the whole of it. */
export function updateLink(machine: Machine, record: LinkRecord, link: NetworkLink): void {
  // What asks for the present state must leave no trace: not even of arithmetic.
  if (same(link, record.link)) return;
  record.link = link;
  for (const channel of record.channels) reconfigure(machine, channel, link);
  machine.weigh(record);
}

/** Takes a link down or up. */
export function setLinkFailed(machine: Machine, record: LinkRecord, failed: boolean): void {
  record.failed = failed;
  bring(machine, record);
}

/** Takes a router down or up, and its links with it; a link is up only where both of its ends are. */
export function setRouterFailed(machine: Machine, nodeId: string, failed: boolean): void {
  machine.nodes[machine.directory.nodes.get(nodeId)!].failed = failed;
  for (const record of machine.directory.links.values()) {
    if (record.link.from === nodeId || record.link.to === nodeId) bring(machine, record);
  }
}

/** Brings routing and the wire in line with whether a link is up. */
function bring(machine: Machine, record: LinkRecord): void {
  machine.weigh(record);
  if (machine.isUp(record)) return;
  for (const channel of record.channels) vacate(machine, channel);
}
