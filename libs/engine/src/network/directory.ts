import type { Flow } from '@skein/topology';
import type { LinkRecord, NodeRecord } from './links.js';

/** What has not been removed or stopped, by id: nodes and flows by number. */
export class Directory {
  readonly nodes = new Map<string, number>();
  readonly links = new Map<string, LinkRecord>();
  readonly flows = new Map<string, number>();

  /** Of a network from which nothing has been taken yet. */
  constructor(nodes: readonly NodeRecord[], links: readonly LinkRecord[], traffic: readonly Flow[]) {
    nodes.forEach(({ id }, node) => this.nodes.set(id, node));
    for (const record of links) this.links.set(record.link.id, record);
    traffic.forEach(({ id }, flow) => this.flows.set(id, flow));
  }
}
